using Surveyctl.Commands;

namespace Surveyctl.Seeding;

/// <summary>The seeds folder that a command is given.</summary>
internal static class SeedFiles
{
    /// <exception cref="CommandFailedException">It is not there, or anything in it is wrong: the message has every problem.</exception>
    public static SeedFolder Require(string folder)
    {
        if (!Directory.Exists(folder))
            throw new CommandFailedException($"There is no folder {folder}.");
        var problems = new List<FileProblem>();
        return SeedFolderReader.Read(folder, problems)
            ?? throw new CommandFailedException(string.Join('\n', [.. problems.Select(problem => problem.ToString()), "Nothing was written."]));
    }
}
