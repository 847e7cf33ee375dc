using Surveys.Definitions;

namespace Surveyctl.Seeding;

/// <summary>One thing wrong in one file.</summary>
/// <param name="File">Its path, below the folder as the user named it.</param>
/// <param name="Place">A JSON pointer, or line and column; empty: the file as a whole.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record FileProblem(string File, string Place, string Message)
{
    public static FileProblem Of(string file, DefinitionProblem problem) => new(file, problem.Place, problem.Message);

    public override string ToString() => Place.Length == 0 ? $"{File}: {Message}" : $"{File}: {Place}: {Message}";
}
