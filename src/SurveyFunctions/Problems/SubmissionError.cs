using System.Text;

using Surveys.Answers;

namespace SurveyFunctions.Problems;

/// <summary>One thing wrong with a submission.</summary>
/// <param name="Pointer">A JSON pointer (RFC 6901) into the body: <c>/school</c>, <c>/answers/welcome</c>.</param>
/// <param name="Code">The code of an answer problem or of a problem in the catalogue.</param>
/// <param name="Detail">In English. Never a comment's text.</param>
public sealed record SubmissionError(string Pointer, string Code, string Detail)
{
    public static SubmissionError Of(AnswerProblem problem)
    {
        var (code, detail) = problem.Code switch
        {
            AnswerProblemCode.UnknownItem => ("unknown-item", "The survey has no such item."),
            AnswerProblemCode.UnknownOption => ("unknown-option", $"The item has no option {problem.Value}."),
            AnswerProblemCode.RequiredMissing => ("required-missing", "The item must be answered."),
            AnswerProblemCode.HiddenAnswered => ("hidden-answered", "The item is not asked with these answers, so it must not be answered."),
            AnswerProblemCode.CommentTooLong => ("comment-too-long", $"The comment is too long: {problem.Value} characters."),
            AnswerProblemCode.CommentNotAllowedCharacter =>
                ("comment-not-allowed-character", $"The comment holds a character that is not allowed, such as a control character: {problem.Value}."),
            AnswerProblemCode.NumberOutOfRange => ("number-out-of-range", "The answer must be a whole number from 0 to 10."),
            AnswerProblemCode.WrongType => ("wrong-type", "The answer has the wrong JSON type, or several values where one is allowed."),
            AnswerProblemCode.ExclusiveCombined => ("exclusive-combined", $"The option {problem.Value} cannot be chosen together with others."),
            _ => throw new ArgumentOutOfRangeException(nameof(problem)),
        };
        return new SubmissionError($"/answers/{Escape(problem.ItemId)}", code, Whole(detail));
    }

    /// <summary>A member of the body besides the answers, such as <c>school</c>.</summary>
    public static SubmissionError Of(string member, Problem problem) => new($"/{Escape(member)}", problem.Code, problem.Title);

    /// <summary>An echoed value may be half a surrogate pair, or be cut in the middle of one, which JSON cannot be written with.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    internal static string Escape(string token) =>
        token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
