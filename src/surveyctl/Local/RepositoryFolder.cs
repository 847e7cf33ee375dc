
namespace Surveyctl.Local;

/// <summary>The working tree that surveyctl was built in: tools and seeds lie there.</summary>
internal static class RepositoryFolder
{
    private const string Solution = "SurveyFunctions.sln";

    /// <exception cref="CommandFailedException">surveyctl does not run from a working tree.</exception>
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return folder.FullName;
        }
        throw new CommandFailedException(
            $"This needs the repository: no {Solution} is above {AppContext.BaseDirectory}. Run it with 'dotnet run --project src/surveyctl'.");
    }

    public static string DefaultData() => Path.Combine(Find(), ".data");
}
