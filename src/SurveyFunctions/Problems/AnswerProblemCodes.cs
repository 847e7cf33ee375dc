using Surveys.Answers;

namespace SurveyFunctions.Problems;

/// <summary>The codes of answer problems as they stand in JSON and in keys of texts, and what they mean in English.</summary>
public static class AnswerProblemCodes
{
    public static string TextOf(AnswerProblemCode code) => code switch
    {
        AnswerProblemCode.UnknownItem => "unknown-item",
        AnswerProblemCode.UnknownOption => "unknown-option",
        AnswerProblemCode.RequiredMissing => "required-missing",
        AnswerProblemCode.HiddenAnswered => "hidden-answered",
        AnswerProblemCode.CommentTooLong => "comment-too-long",
        AnswerProblemCode.CommentNotAllowedCharacter => "comment-not-allowed-character",
        AnswerProblemCode.NumberOutOfRange => "number-out-of-range",
        AnswerProblemCode.WrongType => "wrong-type",
        _ => throw new ArgumentOutOfRangeException(nameof(code)),
    };

    public static string DetailOf(AnswerProblem problem) => problem.Code switch
    {
        AnswerProblemCode.UnknownItem => "The survey has no such item.",
        AnswerProblemCode.UnknownOption => $"The item has no option {problem.Value}.",
        AnswerProblemCode.RequiredMissing => "The item must be answered.",
        AnswerProblemCode.HiddenAnswered => "The item is not asked with these answers, so it must not be answered.",
        AnswerProblemCode.CommentTooLong => $"The comment is too long: {problem.Value} characters.",
        AnswerProblemCode.CommentNotAllowedCharacter => "The comment holds a character that is not allowed, such as a control character.",
        AnswerProblemCode.NumberOutOfRange => "The answer must be a whole number from 0 to 10.",
        AnswerProblemCode.WrongType => "The answer has the wrong JSON type, or several values where one is allowed.",
        _ => throw new ArgumentOutOfRangeException(nameof(problem)),
    };
}
