using Surveys.Definitions;

namespace Surveys.Answers;

/// <summary>
/// The valid answers of one response: what <c>AnswerReader</c> gives. One code per item of the survey, in order:
/// 0 not answered; scale and single choice: option index + 1; multiple choice: bit <c>i</c> set for option <c>i</c>;
/// number: value + 1; comment: 1 if one was written.
/// </summary>
public sealed record AnswerSheet
{
    public required SurveyVersion Survey { get; init; }

    /// <summary>As many codes as the survey has items.</summary>
    public required IReadOnlyList<int> Codes { get; init; }

    /// <summary>The text of each comment written, by item id.</summary>
    public required IReadOnlyDictionary<string, string> Comments { get; init; }
}
