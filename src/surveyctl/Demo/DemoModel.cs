namespace Surveyctl.Demo;

/// <summary>
/// A made-up community that answers one wave: who lives there, how many answer at each school and how they see it.
/// Read by <see cref="DemoModelReader"/> from <c>seeds/&lt;tenant&gt;/demo/&lt;wave&gt;.json</c>; described in <c>seeds/README.md</c>.
/// Shares are weights, only their proportion matters, unless said otherwise. Shifts and tilts are in standard
/// deviations of attitude: +0.5 is clearly more favorable, −1 very much less.
/// </summary>
public sealed record DemoModel
{
    /// <summary>The format of the file; 1 is the only one.</summary>
    public required int Format { get; init; }

    /// <summary>The same seed gives the same answers, ids included.</summary>
    public required int Seed { get; init; }

    /// <summary>How schools respond that <see cref="Schools"/> says nothing of.</summary>
    public required DemoTurnout Turnout { get; init; }

    /// <summary>The chance, 0 to 1, that an optional item is left blank; an item may have its own.</summary>
    public double Skip { get; init; }

    /// <summary>The chance, 0 to 1, of an answer such as "don't know" where a scale offers one; an item may have its own.</summary>
    public double Excluded { get; init; }

    /// <summary>Share of each channel, by its name in lower case; null: mostly links.</summary>
    public IReadOnlyDictionary<string, double>? Channels { get; init; }

    /// <summary>What schools have in common, by any name. A school may be in several; the later one wins.</summary>
    public IReadOnlyDictionary<string, DemoProfile>? Profiles { get; init; }

    /// <summary>Schools that differ from <see cref="Turnout"/>, by id.</summary>
    public IReadOnlyDictionary<string, DemoSchool>? Schools { get; init; }

    /// <summary>How items are answered, by item id. An item not named gets a plain distribution.</summary>
    public IReadOnlyDictionary<string, DemoItem>? Items { get; init; }

    /// <summary>How groups differ.</summary>
    public IReadOnlyList<DemoEffect>? Effects { get; init; }

    /// <summary>The language of the page somebody answers on, given a single choice such as the home language.</summary>
    public DemoGiven? PageLanguage { get; init; }

    /// <summary>Comments to write, by item id.</summary>
    public IReadOnlyDictionary<string, DemoComments>? Comments { get; init; }
}

/// <summary>How many answer at a school, and how schools differ from each other.</summary>
public sealed record DemoTurnout
{
    /// <summary>Responses ÷ population, 0 to 1; null: <see cref="CountBetween"/> holds.</summary>
    public double? Rate { get; init; }

    /// <summary>Standard deviation of the logarithm of the rate between schools; 0: all alike.</summary>
    public double RateSpread { get; init; }

    /// <summary>The fewest and the most responses of one school, every number between them as likely.</summary>
    public IReadOnlyList<int>? CountBetween { get; init; }

    /// <summary>Standard deviation of attitude between schools.</summary>
    public double TiltSpread { get; init; }
}

/// <summary>What several schools have in common.</summary>
public sealed record DemoProfile
{
    /// <summary>Ids of the schools.</summary>
    public required IReadOnlyList<string> Schools { get; init; }

    /// <summary>Shares of the options of a single choice at these schools, by item id: the languages spoken, the grades taught.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Shares { get; init; }
}

/// <summary>One school. What is null follows <see cref="DemoModel.Turnout"/>.</summary>
public sealed record DemoSchool
{
    /// <summary>Responses; goes before <see cref="Rate"/>.</summary>
    public int? Count { get; init; }

    /// <summary>Responses ÷ population, 0 to 1.</summary>
    public double? Rate { get; init; }

    public double? Tilt { get; init; }
}

/// <summary>How one item is answered over the whole wave.</summary>
public sealed record DemoItem
{
    /// <summary>
    /// By option id. Scale: of the valid answers, without the excluded options. Number: by the number as text.
    /// Multiple choice: the chance of each option by itself, 0 to 1.
    /// </summary>
    public IReadOnlyDictionary<string, double>? Shares { get; init; }

    /// <summary>The shares of a scale hold to the nearest response over the whole wave, not only on average.</summary>
    public bool Exact { get; init; }

    /// <summary>As <see cref="DemoModel.Excluded"/>, for this item.</summary>
    public double? Excluded { get; init; }

    /// <summary>As <see cref="DemoModel.Skip"/>, for this item.</summary>
    public double? Skip { get; init; }

    /// <summary>A single choice that depends on another one; where it says nothing, <see cref="Shares"/> hold.</summary>
    public DemoGiven? Given { get; init; }
}

/// <summary>Shares that depend on the option somebody has in a single choice.</summary>
public sealed record DemoGiven
{
    /// <summary>A single-choice item that depends on no other.</summary>
    public required string Item { get; init; }

    /// <summary>By option id of that item: the shares.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Shares { get; init; }
}

/// <summary>People with this option of a single choice see a topic differently.</summary>
public sealed record DemoEffect
{
    public required string Item { get; init; }

    public required string Option { get; init; }

    /// <summary>Null: every topic, the overall item too.</summary>
    public string? Topic { get; init; }

    public required double Shift { get; init; }
}

/// <summary>Comments that people write.</summary>
public sealed record DemoComments
{
    /// <summary>The chance, 0 to 1, that somebody writes one.</summary>
    public required double Share { get; init; }

    /// <summary>By page language. A language that is missing here stays without comments.</summary>
    public required IReadOnlyDictionary<string, DemoCommentTexts> Texts { get; init; }
}

/// <summary>Texts in one language; people with an attitude above the middle take one of the favorable ones.</summary>
public sealed record DemoCommentTexts
{
    public required IReadOnlyList<string> Favorable { get; init; }

    public required IReadOnlyList<string> Unfavorable { get; init; }
}
