using Surveys.Ids;

namespace SurveyEngine.Releases;

/// <summary>
/// What was about to be released would show what must stay hidden, or what was not counted. Nothing of it is seen; readers keep the
/// release before. It is a defect of ours, never something that an operator or a respondent did.
/// </summary>
/// <param name="scope">Whose figures they are.</param>
/// <param name="problems">Which of them, in words without the figures.</param>
public sealed class ReleaseRefusedException(ScopeId scope, IReadOnlyList<string> problems)
    : Exception($"The figures of {scope} do not pass the checks: {string.Join("; ", problems)}.");
