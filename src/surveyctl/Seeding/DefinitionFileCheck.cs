using System.Text.Json;

using Surveyctl.Demo;
using Surveyctl.Input;

using Surveys.DefinitionFiles;
using Surveys.Readings;

namespace Surveyctl.Seeding;

/// <summary>Checks what somebody names: a seeds folder with all that must fit together, or one file by itself.</summary>
internal static class DefinitionFileCheck
{
    public static IReadOnlyList<DefinitionProblem> ProblemsOf(string path)
    {
        if (Directory.Exists(path))
            return SeedFolderReader.Read(path).Problems;
        if (!File.Exists(path))
            return [new DefinitionProblem(path, "", "There is no such file or folder.")];
        if (Path.GetExtension(path) == ".csv")
        {
            // The two files name each other's ids, so either brings the other along.
            var folder = Path.GetDirectoryName(path)!;
            var isCollections = Path.GetFileName(path) == "collections.csv";
            return OrganisationFiles.Read(
                isCollections ? Path.Combine(folder, "organisations.csv") : path, Path.Combine(folder, "collections.csv")).Problems;
        }
        var json = NamedFile.Read(path, NamedFile.MostJsonBytes);
        return json.IsValid ? [.. ProblemsOf(json.Value).Select(problem => problem with { File = path })] : json.Problems;
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
