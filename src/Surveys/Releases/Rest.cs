namespace Surveys.Releases;

/// <summary>What follows of hidden cells as a sum, because all that it is a sum with is told.</summary>
internal readonly struct Rest
{
    private const long NoBound = long.MaxValue / 4;

    public MeasureCounts Counts { get; private init; }

    /// <summary>How many columns it is of, where it is of several.</summary>
    public int Items { get; private init; }

    /// <summary>How many of these have the class.</summary>
    public int Favorable { get; private init; }

    /// <inheritdoc cref="Favorable"/>
    public int Neutral { get; private init; }

    /// <inheritdoc cref="Favorable"/>
    public int Unfavorable { get; private init; }

    /// <summary>The most that bands allow to be favorable.</summary>
    private long MostFavorable { get; init; }

    /// <summary>The most that bands allow to be anything else.</summary>
    private long MostOthers { get; init; }

    public bool IsEmpty => Counts is { People: 0, Valid: 0 };

    /// <summary>Only one way is left in which bands and sum can both be true.</summary>
    public bool IsAtBound => Counts.Favorable == MostFavorable || Counts.Valid - Counts.Favorable == MostOthers;

    /// <param name="band">What is told of the cell.</param>
    public static Rest Of(MeasureCounts counts, Measure measure, FavorableBand? band)
    {
        var most = (CellRules.Margin * measure.Favorable) - 1L;
        return counts is { People: 0, Valid: 0 } ? default : new()
        {
            Counts = counts,
            MostFavorable = band is { IsAtLeast: false } ? most : NoBound,
            MostOthers = band is { IsAtLeast: true } ? most : NoBound,
        };
    }

    public Rest Plus(Rest other) => new()
    {
        Counts = Counts.Plus(other.Counts),
        Items = Math.Max(Items, other.Items),
        Favorable = Math.Max(Favorable, other.Favorable),
        Neutral = Math.Max(Neutral, other.Neutral),
        Unfavorable = Math.Max(Unfavorable, other.Unfavorable),
        MostFavorable = Math.Min(MostFavorable + other.MostFavorable, NoBound),
        MostOthers = Math.Min(MostOthers + other.MostOthers, NoBound),
    };

    /// <summary>With what is hidden of another column.</summary>
    public Rest PlusItem(Rest other, Measure measure) => other.IsEmpty ? this : Plus(other) with
    {
        Items = Items + 1,
        Favorable = Favorable + measure.Favorable,
        Neutral = Neutral + measure.Neutral,
        Unfavorable = Unfavorable + measure.Unfavorable,
    };
}
