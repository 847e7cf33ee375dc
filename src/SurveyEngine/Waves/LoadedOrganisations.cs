using Surveys.Organisations;

namespace SurveyEngine.Waves;

/// <summary>The organisations of a tenant as somebody loaded them; none of either: nothing was loaded.</summary>
public sealed record LoadedOrganisations(IReadOnlyList<OrganisationRow> Organisations, IReadOnlyList<CollectionRow> Collections);
