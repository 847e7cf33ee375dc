namespace Surveys.Answers;

/// <summary>One answer as a form sends it, before it is held against the survey: the field's values.</summary>
/// <param name="Values">Blank ones are none.</param>
/// <param name="IsList">Of several; only a multiple choice takes a list, be it of one.</param>
public readonly record struct RawAnswer(IReadOnlyList<string> Values, bool IsList = false);
