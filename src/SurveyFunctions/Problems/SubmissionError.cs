using System.Text;

using Surveys.Answers;

namespace SurveyFunctions.Problems;

/// <summary>One thing wrong with a submission.</summary>
/// <param name="Pointer">A JSON pointer (RFC 6901) into the body: <c>/school</c>, <c>/answers/welcome</c>.</param>
/// <param name="Code">The code of an answer problem or of a problem in the catalogue.</param>
/// <param name="Detail">In English. Never a comment's text.</param>
public sealed record SubmissionError(string Pointer, string Code, string Detail)
{
    public static SubmissionError Of(AnswerProblem problem) => new(
        $"/answers/{Escape(problem.ItemId)}",
        AnswerProblemCodes.TextOf(problem.Code),
        Whole(AnswerProblemCodes.DetailOf(problem)));

    /// <summary>A member of the body besides the answers, such as <c>school</c>.</summary>
    public static SubmissionError Of(string member, Problem problem) => new($"/{Escape(member)}", problem.Code, problem.Title);

    /// <summary>An echoed value may be half a surrogate pair, or be cut in the middle of one, which JSON cannot be written with.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    internal static string Escape(string token) =>
        token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
