namespace Surveys.Releases;

/// <summary>
/// The rate of one item, topic or survey as anyone may see it. All null: hidden, and nothing tells why. Percentages are whole, of valid
/// answers, rounded half away from zero; the bounds are the 95% Wilson interval of the favorable rate, rounded outward.
/// </summary>
public sealed record ShownRate
{
    public static readonly ShownRate Hidden = new();

    /// <summary>Valid answers; of fewer than a hundred to the nearest five.</summary>
    public int? N { get; init; }

    public int? Favorable { get; init; }

    /// <summary>Null with a favorable share shown: it is not told how the others divide.</summary>
    public int? Neutral { get; init; }

    /// <inheritdoc cref="Neutral"/>
    public int? Unfavorable { get; init; }

    /// <summary>Null with a favorable share shown: everybody who answered has the same share of favorable answers.</summary>
    public int? Low { get; init; }

    /// <inheritdoc cref="Low"/>
    public int? High { get; init; }

    /// <summary>In place of the favorable share, and alone: nearly all think alike.</summary>
    public FavorableBand? Band { get; init; }

    /// <summary>Of the headline or a topic of a group; null: a figure is hidden, or there are no others.</summary>
    public ShownGap? Gap { get; init; }

    /// <summary>
    /// Of several schools in a wave that weights them by enrolment: whether the percents are; else they are as answered. Null: there is nothing to weight.
    /// </summary>
    public bool? IsWeighted { get; init; }

    public bool IsShown => Favorable is not null;
}

/// <summary>A favorable share less that of all others, in whole percentage points; the 95% bounds are rounded outward.</summary>
/// <param name="IsCalled">It is clear enough to be called a gap, among all that are compared in the group.</param>
public sealed record ShownGap(int Points, int Low, int High, bool IsCalled);
