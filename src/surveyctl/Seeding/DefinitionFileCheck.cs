using System.Text.Json;

using Surveyctl.Demo;
using Surveyctl.Importing;
using Surveyctl.Input;

using SurveyFunctions.Pages;

using Surveys.DefinitionFiles;
using Surveys.Readings;

namespace Surveyctl.Seeding;

/// <summary>Checks what somebody names: a seeds folder with all that must fit together, or one file by itself.</summary>
/// <param name="Warnings">What can be loaded as it is, but is not complete.</param>
internal sealed record DefinitionFileCheck(IReadOnlyList<DefinitionProblem> Problems, IReadOnlyList<DefinitionProblem> Warnings)
{
    public static DefinitionFileCheck Of(string path)
    {
        if (Directory.Exists(path))
        {
            var folder = SeedFolderReader.Read(path);
            return new(folder.Problems, folder.Value?.Warnings ?? []);
        }
        if (!File.Exists(path))
            return new([new DefinitionProblem(path, "", "There is no such file or folder.")], []);
        if (Path.GetExtension(path) != ".json")
        {
            // The two files name each other's ids, so either brings the other along.
            var tables = OrganisationFiles.ReadFolder(
                tenant: null, Path.GetDirectoryName(path)!, Path.GetFileName(path) is "collections.csv" or "collections.xlsx" ? null : path);
            return new(tables.Problems, tables.Value?.Notices ?? []);
        }
        var json = NamedFile.Read(path, NamedFile.MostJsonBytes);
        if (!json.IsValid)
            return new(json.Problems, []);
        var check = OfJson(path, json.Value);
        return new(InFile(check.Problems), InFile(check.Warnings));

        IReadOnlyList<DefinitionProblem> InFile(IReadOnlyList<DefinitionProblem> problems) =>
            [.. JsonLines.Find(json.Value, problems).Select(problem => problem with { File = path })];
    }

    /// <summary>What a JSON file is meant to be follows from a property that only it has.</summary>
    private static DefinitionFileCheck OfJson(string path, byte[] json)
    {
        var names = PropertiesOf(json);
        if (names.Contains("language"))
        {
            var language = LanguageReader.Read(json, isNew: true);
            return language.Value is { } read
                ? new([.. Named("languages", read.Language, "/language"), .. LanguageRules.Check(read)], LanguageRules.WarningsOf(read))
                : new(language.Problems, []);
        }
        if (names.Contains("timeZone"))
            return new(TenantReader.Read(json).Problems, []);
        if (names.Contains("population"))
        {
            var wave = WaveReader.Read(json);
            return new([.. wave.Problems, .. wave.Value is { } read ? Named("waves", read.Id.Value) : []], []);
        }
        if (names.Contains("turnout"))
            return new(DemoModelReader.Read(json).Problems, []);
        var survey = SurveyReader.Read(json, isNew: true);
        return new([.. survey.Problems, .. survey.Value is { } version ? Named("surveys", SeedTenant.NameOf(version)) : []], []);

        // Elsewhere than in its place in a seeds folder it may be called as anything.
        IReadOnlyList<DefinitionProblem> Named(string folder, string name, string place = "/id") =>
            Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) == folder ? SeedFolderReader.CheckName(path, name, place) : [];
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
