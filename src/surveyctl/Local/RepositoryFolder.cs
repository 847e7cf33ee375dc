using System.Reflection;

using Surveyctl.Commands;

namespace Surveyctl.Local;

/// <summary>The working tree that surveyctl was built in: tools, seeds and the app lie there.</summary>
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

    /// <summary>The app of the same build as this surveyctl.</summary>
    /// <exception cref="CommandFailedException">It was not built.</exception>
    public static string App()
    {
        // ".NETCoreApp,Version=v10.0"
        var framework = "net" + AppContext.TargetFrameworkName!.Split('v')[^1];
        var configuration = typeof(RepositoryFolder).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var app = Path.Combine(Find(), "src", "SurveyFunctions", "bin", configuration, framework, "SurveyFunctions.dll");
        return File.Exists(app)
            ? app
            : throw new CommandFailedException($"The app is not built: {app} is missing. Run 'dotnet build src/surveyctl'.");
    }
}
