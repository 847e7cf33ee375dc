using Surveys.Ids;

namespace SurveyEngine.Releases;

/// <summary>Responses about one school that may not be of people, and that are decided about together.</summary>
/// <param name="Number">1, 2, 3 … in the order in which they were decided; the undecided lot comes last.</param>
/// <param name="Hasty">Of hours in which more came than people could have sent.</param>
/// <param name="Identical">From the tenth on.</param>
/// <param name="Since">The hour of the first of them.</param>
/// <param name="IsLeftOut">Figures are made without them: undecided, excluded, or too few to be taken in.</param>
public sealed record FlaggedLot(SchoolId School, int Number, FlagState State, int Hasty, int Identical, DateTimeOffset Since, bool IsLeftOut)
{
    /// <summary>In which <see cref="Hasty"/> came.</summary>
    public required IReadOnlyList<DateTimeOffset> HastyHours { get; init; }

    public int Responses => Hasty + Identical;
}

public enum FlagState
{
    Undecided,

    TakenIn,

    Excluded,
}

/// <summary>What is flagged of a school, and what it counts without.</summary>
/// <param name="Lots">At least one.</param>
/// <param name="Counts">Of the responses that figures are made of, in the wave's layout.</param>
internal sealed record FlaggedSchool(IReadOnlyList<FlaggedLot> Lots, long[] Counts);
