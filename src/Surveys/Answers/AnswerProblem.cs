namespace Surveys.Answers;

/// <summary>What can be wrong with one answer. Codes are public and never reused.</summary>
public enum AnswerProblemCode
{
    UnknownItem,
    UnknownOption,
    RequiredMissing,

    /// <summary>The item is not asked, given the answers before it.</summary>
    HiddenAnswered,
    CommentTooLong,
    CommentNotAllowedCharacter,
    NumberOutOfRange,
    WrongType,
    ExclusiveCombined,
}

/// <summary>One thing wrong with a submission's answers.</summary>
/// <param name="ItemId">As sent, so it may be no item of the survey.</param>
/// <param name="Code">What is wrong.</param>
/// <param name="Value">The offending option, length, condition, or character and its place, for the message; null if there is none. Never a comment's text.</param>
public sealed record AnswerProblem(string ItemId, AnswerProblemCode Code, string? Value = null);
