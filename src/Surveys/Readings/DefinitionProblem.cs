namespace Surveys.Readings;

/// <summary>One thing wrong in what an operator wrote or loaded (survey, wave, organisations).</summary>
/// <param name="File">Its path, below the folder as the operator named it; empty: known to who reads the problem.</param>
/// <param name="Place">
/// A JSON pointer (<c>/items/3/text</c>) or, in a CSV file, <c>line 7, column kind</c>; empty: the whole of it.
/// </param>
/// <param name="Message">What is wrong and what to do, in English.</param>
public sealed record DefinitionProblem(string File, string Place, string Message)
{
    public DefinitionProblem(string place, string message)
        : this("", place, message)
    {
    }

    /// <summary>Where a JSON pointer leads to, counting from 1; null: the place says it, or it is not known.</summary>
    public int? Line { get; init; }

    public override string ToString() =>
        string.Join(": ", new[] { File, Line is { } line ? $"line {line}, {Place}" : Place, Message }.Where(part => part.Length > 0));
}
