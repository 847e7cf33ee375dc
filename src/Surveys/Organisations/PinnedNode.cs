namespace Surveys.Organisations;

/// <summary>A node of a wave.</summary>
/// <param name="Node">As it was when the wave opened.</param>
/// <param name="Answers">Responses are given about this node itself; false: it only gathers those of the nodes below it.</param>
public sealed record PinnedNode(OrganisationNode Node, bool Answers);
