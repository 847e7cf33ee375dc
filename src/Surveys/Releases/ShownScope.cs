using Surveys.Ids;

namespace Surveys.Releases;

/// <summary>A scope's place in pages: what a link to it needs.</summary>
public sealed record ScopeLink(ScopeId Id, string Name, string Kind);

/// <summary>
/// How many answered. All null: hidden. <paramref name="Population"/> null with responses shown: enrolment unknown, so is the rate.
/// </summary>
/// <param name="Responses">Accepted responses.</param>
/// <param name="Population">Students, households or staff, as the wave declares.</param>
/// <param name="RatePercent">Whole percent, rounded half away from zero; null if unknown or hidden.</param>
/// <param name="IsLow">Under 20% (families) or 50% (staff): shown, but flagged.</param>
public sealed record ShownParticipation(int? Responses, int? Population, int? RatePercent, bool IsLow)
{
    public static readonly ShownParticipation Hidden = new(null, null, null, false);
}

public sealed record ShownTopic(string TopicId, ShownRate Rate);

/// <param name="ItemId">A scale item.</param>
/// <param name="Rate">Its rate.</param>
/// <param name="MeanScore">0 to 10, one decimal; null: hidden.</param>
public sealed record ShownItem(string ItemId, ShownRate Rate, decimal? MeanScore);

/// <summary>A child of a scope with its topline.</summary>
public sealed record ShownChild(ScopeLink Scope, ShownParticipation Participation, ShownRate? Headline, ShownRate Survey);

/// <summary>
/// Everything of one release that may be seen of one scope, and nothing else: pages, JSON and CSV are made from this alone.
/// </summary>
public sealed record ShownScope
{
    public required ScopeLink Scope { get; init; }

    /// <summary>From the root down to the parent; empty for the root and for collections.</summary>
    public required IReadOnlyList<ScopeLink> Parents { get; init; }

    public required string ReleaseId { get; init; }

    /// <summary>The moment whose answers the release holds.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public required ShownParticipation Participation { get; init; }

    /// <summary>The overall item; null if the survey has none.</summary>
    public ShownRate? Headline { get; init; }

    /// <summary>Over all scale items.</summary>
    public required ShownRate Survey { get; init; }

    public required IReadOnlyList<ShownTopic> Topics { get; init; }

    /// <summary>Every scale item, in survey order.</summary>
    public required IReadOnlyList<ShownItem> Items { get; init; }

    /// <summary>Child nodes in tree order; for a collection its schools. For the root also the collections, last.</summary>
    public required IReadOnlyList<ShownChild> Children { get; init; }
}
