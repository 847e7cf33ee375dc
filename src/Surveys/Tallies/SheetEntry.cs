using Surveys.Answers;
using Surveys.Ids;

namespace Surveys.Tallies;

/// <summary>One response as it enters a tally, or leaves it: no id, no time, no text.</summary>
public sealed record SheetEntry
{
    public required SchoolId School { get; init; }

    /// <summary>True: a withdrawal of a response that was added before.</summary>
    public bool IsWithdrawal { get; init; }

    /// <summary>Index into the survey's languages.</summary>
    public required int Language { get; init; }

    public required Channel Channel { get; init; }

    /// <summary>As <see cref="AnswerSheet.Codes"/>.</summary>
    public required IReadOnlyList<int> Codes { get; init; }
}
