using TestSupport;

namespace Surveyctl.Tests.Replaying;

/// <summary>
/// The results of a real city's school survey, which are no part of the project. They are looked for in the folder that the variable
/// <c>REPLAY_DATA</c> names, else in <c>shared/data/nyc-2011</c> beside the repository or above it.
/// </summary>
internal sealed record CityResults(string Answers, string Schools)
{
    public const string Variable = "REPLAY_DATA";

    /// <summary>Null: they are not on this machine.</summary>
    public static CityResults? Find() => Folders()
        .Select(folder => new CityResults(Path.Combine(folder, "answers.csv"), Path.Combine(folder, "schools.csv")))
        .FirstOrDefault(files => File.Exists(files.Answers) && File.Exists(files.Schools));

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            yield return named;
        for (var folder = new DirectoryInfo(Repository.Root).Parent; folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "shared", "data", "nyc-2011");
    }
}
