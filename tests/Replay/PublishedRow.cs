using Surveys.Definitions;
using Surveys.Ids;

namespace Replay;

/// <summary>One line of an answers file: what was published about one question at one school.</summary>
internal sealed record PublishedRow
{
    /// <summary>Options 1 to 4; the fifth, where there is one, is "don't know".</summary>
    public const int RatedOptions = 4;

    /// <summary>Where it stands in the file.</summary>
    public required int Line { get; init; }

    public required SchoolId School { get; init; }

    /// <summary>Families or staff.</summary>
    public required Audience Audience { get; init; }

    public required string Question { get; init; }

    /// <summary>Options 3 and 4 are the favorable ones.</summary>
    public required bool IsReversed { get; init; }

    /// <summary>How many chose each option: 4, or 5 where "don't know" was one.</summary>
    public required IReadOnlyList<int> Counts { get; init; }

    /// <summary>Whole percents of all answers, "don't know" among them, for each option; null: not published.</summary>
    public required IReadOnlyList<int?> Percents { get; init; }

    /// <summary>0 to 10 with one decimal; null: not published.</summary>
    public required decimal? Score { get; init; }

    public required int Favorable { get; init; }

    public required int Valid { get; init; }

    public bool HasDontKnow => Counts.Count > RatedOptions;

    public int Answers => Counts.Sum();
}
