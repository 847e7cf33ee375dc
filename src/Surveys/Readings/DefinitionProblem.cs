namespace Surveys.Readings;

/// <summary>
/// One thing wrong in a file that an operator wrote (survey, wave, organisations).
/// <paramref name="Place"/> is a JSON pointer (<c>/items/3/text</c>) or, in a CSV file, <c>line 7, column kind</c>.
/// <paramref name="Message"/> says what is wrong and what to do, in English.
/// </summary>
public sealed record DefinitionProblem(string Place, string Message)
{
    public override string ToString() => $"{Place}: {Message}";
}
