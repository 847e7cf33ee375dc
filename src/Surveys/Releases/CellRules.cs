namespace Surveys.Releases;

/// <summary>
/// What may be told of a cell by what it counts alone, and of the rest that follows from cells that are told: so few people are never told,
/// nor a class that hardly anybody or nearly everybody is in. Where all are of one mind, everyone's answer is known.
/// </summary>
/// <param name="minimumCell">The fewest people of a cell that is told.</param>
public sealed class CellRules(int minimumCell)
{
    /// <summary>A class that is told has so many people, and so many are in none of it: two who know their own answers learn no third.</summary>
    public const int Margin = 3;

    /// <summary>The fewest people of a cell that is told.</summary>
    public int MinimumCell { get; } = minimumCell;

    /// <summary>How much of the cell may be told; not yet how much of its distribution.</summary>
    public Disclosure Of(Measure measure, MeasureCounts counts) =>
        counts.People < MinimumCell || !IsApart(counts.Favorable, counts.Valid, measure.Favorable) ? Disclosure.Hidden
        : !IsApart(counts.Neutral, counts.Valid, measure.Neutral) || !IsApart(counts.Unfavorable, counts.Valid, measure.Unfavorable) ? Disclosure.Share
        : Disclosure.Classes;

    /// <summary>How much may be told of the sum of several items' cells, to which two people who know their own answers give up to two for each.</summary>
    public Disclosure OfSum(IReadOnlyList<Measure> items, MeasureCounts counts)
    {
        if (items.Count == 1)
            return Of(items[0], counts);
        return counts.People / items.Count < MinimumCell || !IsApart(counts.Favorable, items.Sum(item => item.Favorable)) ? Disclosure.Hidden
            : !IsApart(counts.Neutral, items.Sum(item => item.Neutral)) || !IsApart(counts.Unfavorable, items.Sum(item => item.Unfavorable)) ? Disclosure.Share
            : Disclosure.Classes;

        bool IsApart(long count, int of) => of == 0 || (count > (Margin - 1) * of && counts.Valid - count > (Margin - 1) * of);
    }

    /// <summary>Whether a distribution may be told of so many people: nobody is alone with an answer, and none has it who is alone with another.</summary>
    public bool IsTold(ReadOnlySpan<long> options)
    {
        long people = 0;
        foreach (var option in options)
            people += option;
        if (people < MinimumCell)
            return false;
        foreach (var option in options)
        {
            if (option != 0 && !IsApart(option, people, 1))
                return false;
        }
        return true;
    }

    /// <summary>
    /// The favorable share as a band in place of a figure: under, or over, so many percent; null: not so extreme, or too few people.
    /// </summary>
    public FavorableBand? BandOf(Measure measure, MeasureCounts counts)
    {
        if (counts.People < MinimumCell || measure.Favorable == 0 || IsApart(counts.Favorable, counts.Valid, measure.Favorable))
            return null;
        var percent = counts.People switch { >= 300 => 1, >= 100 => 2, >= 40 => 5, >= 20 => 10, _ => 20 };
        // Of a topic that not all answered in full a band may be too narrow.
        return 100 * counts.Favorable <= percent * counts.Valid ? new FavorableBand(percent, IsAtLeast: false)
            : 100 * (counts.Valid - counts.Favorable) <= percent * counts.Valid ? new FavorableBand(100 - percent, IsAtLeast: true)
            : null;
    }

    /// <param name="items">How many items' answers are counted; 0: none has the class, and nobody can be in it.</param>
    private static bool IsApart(long count, long valid, int items) => items == 0 || (count >= Margin * items && valid - count >= Margin * items);
}

/// <summary>How much of a cell is told. Each includes those before it.</summary>
public enum Disclosure : byte
{
    /// <summary>Nothing, or a band.</summary>
    Hidden,

    /// <summary>The favorable share, and of how many.</summary>
    Share,

    /// <summary>Neutral and unfavorable as well.</summary>
    Classes,

    /// <summary>Every answer, and the mean.</summary>
    Distribution,
}

/// <summary>What is told of a favorable share so near to none or to all that it would tell what somebody answered.</summary>
/// <param name="Percent">Whole.</param>
/// <param name="IsAtLeast">The share is this or more; else this or less.</param>
public readonly record struct FavorableBand(int Percent, bool IsAtLeast);
