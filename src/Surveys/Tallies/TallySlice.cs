namespace Surveys.Tallies;

/// <summary>One part of the respondents whose answers a tally counts on their own.</summary>
/// <param name="Index">What the cells of a <see cref="TallyLayout"/> are asked for with; 0 is everyone.</param>
/// <param name="GroupItemId">The group item that divides; null: everyone.</param>
/// <param name="OptionId">Those who gave this answer to it; null with a group item: those who gave none, "not stated".</param>
public sealed record TallySlice(int Index, string? GroupItemId, string? OptionId);
