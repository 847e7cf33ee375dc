namespace Surveys.Answers;

/// <summary>
/// One answer as it was sent, before it is held against the survey. From JSON: a string, a whole number or a list of strings;
/// from a form post: the field's values. <see cref="IsMalformed"/>: a JSON value of any other type.
/// </summary>
public readonly record struct RawAnswer(IReadOnlyList<string> Values, bool IsList = false, bool IsMalformed = false);
