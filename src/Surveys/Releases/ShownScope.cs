using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Statistics;

namespace Surveys.Releases;

/// <summary>A scope's place in pages: what a link to it needs.</summary>
public sealed record ScopeLink(ScopeId Id, string Name, string Kind)
{
    /// <summary>It is no scope of the tree, and its name is for programs: pages say what it is.</summary>
    public ScopePart Part { get; init; }

    /// <summary>Of a part that is of several schools.</summary>
    public int Schools { get; init; }
}

/// <summary>A part of a scope's figures that no scope below it has.</summary>
public enum ScopePart
{
    /// <summary>A scope of its own.</summary>
    None,

    /// <summary>What was said about the scope itself, and not about one below it.</summary>
    Itself,

    /// <summary>Schools with too few people for figures of their own, as one.</summary>
    SmallSchools,

    /// <summary>Answers that came in after the last figures of their schools.</summary>
    Late,
}

/// <summary>
/// How many answered. All null: hidden. <paramref name="Population"/> null with responses shown: enrolment unknown, so is the rate.
/// </summary>
/// <param name="Responses">Those in the figures once the wave has settled; before, those accepted, rounded down by steps.</param>
/// <param name="Population">Students, households or staff, as the wave declares.</param>
/// <param name="RatePercent">Whole percent, rounded half away from zero; null if unknown or hidden.</param>
/// <param name="IsLow">Under 20% (families) or 50% (staff): shown, but flagged.</param>
public sealed record ShownParticipation(int? Responses, int? Population, int? RatePercent, bool IsLow)
{
    /// <summary>The least step, in percent of who could answer.</summary>
    private const int Points = 5;

    public static readonly ShownParticipation Hidden = new(null, null, null, false);

    /// <summary>The number is rounded down: so many answered, or up to one step more.</summary>
    public bool IsAtLeast { get; init; }

    /// <summary>Of a wave that takes answers: by steps, so that nobody sees a single answer come in.</summary>
    public static ShownParticipation WhileOpen(long responses, long? population, Audience audience, int minimumCell)
    {
        var step = StepOf(population, minimumCell);
        var shown = Math.Max(0, responses) / step * step;
        return Of(shown, population, audience) with { IsAtLeast = true };
    }

    /// <summary>Exactly.</summary>
    public static ShownParticipation Of(long responses, long? population, Audience audience)
    {
        var rate = ResponseRate.Of(responses, population, audience);
        return new ShownParticipation(checked((int)responses), checked((int?)population), rate?.WholePercent, rate?.IsLow ?? false);
    }

    /// <summary>As many people as a figure is of at least, or five points of the population where these are more.</summary>
    public static long StepOf(long? population, int minimumCell) => Math.Max(minimumCell, ((population ?? 0) * Points + 99) / 100);
}

public sealed record ShownTopic(string TopicId, ShownRate Rate);

/// <param name="ItemId">Any but a comment or a group item.</param>
/// <param name="Rate">Of a single or multiple choice only how many answered it.</param>
/// <param name="MeanScore">0 to 10, one decimal; null: hidden, or it has none.</param>
public sealed record ShownItem(string ItemId, ShownRate Rate, decimal? MeanScore)
{
    /// <summary>
    /// The share of each valid answer in whole percent of those who answered, by option id or number; null: hidden. Of a multiple choice each
    /// for itself, so that they need not add up to 100.
    /// </summary>
    public IReadOnlyDictionary<string, int?>? Answers { get; init; }
}

/// <summary>The figures of those who gave one answer to a group item.</summary>
/// <param name="OptionId">Null: who gave none.</param>
/// <param name="Responses">To the nearest five below a hundred; null: hidden.</param>
/// <param name="Headline">The overall item; null if the survey has none.</param>
/// <param name="Topics">Every topic, in survey order.</param>
/// <param name="Items">Every scale item and number, in survey order.</param>
public sealed record ShownGroupValue(
    string? OptionId, int? Responses, ShownRate? Headline, IReadOnlyList<ShownTopic> Topics, IReadOnlyList<ShownItem> Items);

/// <param name="ItemId">A group item.</param>
/// <param name="Values">Every one of its options, and last who gave none.</param>
public sealed record ShownGroup(string ItemId, IReadOnlyList<ShownGroupValue> Values);

/// <summary>The headline in all its classes, as of when these were told last.</summary>
public sealed record EarlierRate(DateTimeOffset AsOf, ShownRate Rate);

/// <summary>How the schools of a scope count in a wave that weights them by enrolment.</summary>
/// <param name="IsByEnrolment">By how many could answer, as far as figures of all of them are told; else as answered, since of one of them that is not known, or the wave has not settled.</param>
/// <param name="Aside">Names of schools that have no figures, and so no weight: the first of them.</param>
/// <param name="AsideCount">How many there are.</param>
public sealed record ShownWeighting(bool IsByEnrolment, IReadOnlyList<string> Aside, int AsideCount);

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

    /// <summary>Languages that enough responses are in, in survey order; how many is not told.</summary>
    public IReadOnlyList<string> Languages
    {
        get;
        // As of groups below.
        init => field = value ?? [];
    } = [];

    /// <summary>The overall item; null if the survey has none.</summary>
    public ShownRate? Headline { get; init; }

    /// <summary>Over all scale items.</summary>
    public required ShownRate Survey { get; init; }

    public required IReadOnlyList<ShownTopic> Topics { get; init; }

    /// <summary>Every item but comments and group items, in survey order; empty while the wave is open.</summary>
    public required IReadOnlyList<ShownItem> Items { get; init; }

    /// <summary>In survey order; empty while the wave is open.</summary>
    public IReadOnlyList<ShownGroup> Groups
    {
        get;
        // Rows of earlier versions have none, for which the reader sets null.
        init => field = value ?? [];
    } = [];

    /// <summary>Null: the headline has all its classes, or none of it was told yet.</summary>
    public EarlierRate? EarlierHeadline { get; init; }

    /// <summary>Null: there is nothing to weight.</summary>
    public ShownWeighting? Weighting { get; init; }

    /// <summary>Responses that came in too late for any other figure; null: none, or too few to be told.</summary>
    public int? LateResponses { get; init; }

    /// <summary>The wave has settled: nothing of it changes any more.</summary>
    public bool IsSettled { get; init; }

    /// <summary>Child nodes in tree order; for a collection its schools. For the root also the collections, last.</summary>
    public required IReadOnlyList<ShownChild> Children { get; init; }
}
