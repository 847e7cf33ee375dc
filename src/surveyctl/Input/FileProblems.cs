using Surveys.Readings;

namespace Surveyctl.Input;

/// <summary>What is told of a file whose lines may be any number of any length.</summary>
internal static class FileProblems
{
    /// <summary>Who corrects the first of them usually corrects the others too.</summary>
    public const int MostOfAFile = 200;

    // What a message quotes of a file may be as long as a line; what it says to do stands at its end.
    private const int KeptBegin = 120;
    private const int KeptEnd = 200;

    public static IEnumerable<DefinitionProblem> FirstOf(string file, IReadOnlyCollection<DefinitionProblem> found)
    {
        var told = found.Take(MostOfAFile).Select(problem => new DefinitionProblem(file, problem.Place, Shorten(problem.Message)));
        return found.Count <= MostOfAFile
            ? told
            : told.Append(new DefinitionProblem(
                file, "", $"There are more than these {MostOfAFile} problems: correct them, then check the file again."));
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
}
