using Surveys.Readings;

namespace Surveyctl.Input;

/// <summary>One thing wrong in one file.</summary>
/// <param name="File">Its path, below the folder as the user named it.</param>
/// <param name="Place">A JSON pointer, or line and column; empty: the file as a whole.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record FileProblem(string File, string Place, string Message)
{
    /// <summary>Of one file: who corrects the first of them usually corrects the others too.</summary>
    public const int MostOfAFile = 200;

    // What a message quotes of a file may be as long as a line; what it says to do stands at its end.
    private const int KeptBegin = 120;
    private const int KeptEnd = 200;

    public static FileProblem Of(string file, DefinitionProblem problem) => new(file, problem.Place, problem.Message);

    /// <summary>Adds the first of what is wrong in a file whose lines may be any number of any length.</summary>
    public static void AddFirst(ICollection<FileProblem> problems, string file, IReadOnlyCollection<DefinitionProblem> found)
    {
        foreach (var problem in found.Take(MostOfAFile))
            problems.Add(new FileProblem(file, problem.Place, Shorten(problem.Message)));
        if (found.Count > MostOfAFile)
            problems.Add(new FileProblem(file, "", $"There are more than these {MostOfAFile} problems: correct them, then check the file again."));
    }

    private static string Shorten(string message)
    {
        if (message.Length <= KeptBegin + KeptEnd)
            return message;
        // Half of a character of two would be none.
        var begin = char.IsHighSurrogate(message[KeptBegin - 1]) ? KeptBegin - 1 : KeptBegin;
        var end = char.IsLowSurrogate(message[^KeptEnd]) ? KeptEnd - 1 : KeptEnd;
        return $"{message[..begin]}…{message[^end..]}";
    }

    public override string ToString() => Place.Length == 0 ? $"{File}: {Message}" : $"{File}: {Place}: {Message}";
}
