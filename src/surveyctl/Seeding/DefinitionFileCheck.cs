using System.Text.Json;

using Surveyctl.Demo;
using Surveyctl.Input;

namespace Surveyctl.Seeding;

/// <summary>Checks what somebody names: a seeds folder with all that must fit together, or one file by itself.</summary>
internal static class DefinitionFileCheck
{
    public static void Check(string path, List<FileProblem> problems)
    {
        if (Directory.Exists(path))
        {
            var found = new List<FileProblem>();
            SeedFolderReader.Read(path, found);
            problems.AddRange(found);
        }
        else if (!File.Exists(path))
        {
            problems.Add(new FileProblem(path, "", "There is no such file or folder."));
        }
        else if (Path.GetExtension(path) == ".csv")
        {
            // The two files name each other's ids, so either brings the other along.
            var folder = Path.GetDirectoryName(path)!;
            var isCollections = Path.GetFileName(path) == "collections.csv";
            OrganisationFiles.Read(
                isCollections ? Path.Combine(folder, "organisations.csv") : path, Path.Combine(folder, "collections.csv"), problems);
        }
        else if (NamedFile.Read(path, NamedFile.MostJsonBytes, problems) is { } json)
        {
            problems.AddRange(ProblemsOf(json).Select(problem => FileProblem.Of(path, problem)));
        }
    }

    /// <summary>What a JSON file is meant to be follows from a property that only it has.</summary>
    private static IReadOnlyList<DefinitionProblem> ProblemsOf(byte[] json)
    {
        var names = PropertiesOf(json);
        if (names.Contains("timeZone"))
            return TenantReader.Read(json).Problems;
        if (names.Contains("population"))
            return WaveReader.Read(json).Problems;
        return names.Contains("turnout") ? DemoModelReader.Read(json).Problems : SurveyReader.Read(json).Problems;
    }

    private static HashSet<string> PropertiesOf(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? [.. document.RootElement.EnumerateObject().Select(property => property.Name)]
                : [];
        }
        catch (Exception notJson) when (notJson is JsonException or InvalidOperationException)
        {
            return [];
        }
    }
}
