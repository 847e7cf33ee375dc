using System.Text;

using Surveyctl.Exporting;
using Surveyctl.Links;

using Surveys.Csv;

namespace Surveyctl.Commands;

/// <summary>What is handed to schools.</summary>
internal static class WaveLinksCommand
{
    public static SurveyctlCommand Links()
    {
        var id = Parameters.Wave();
        var school = Parameters.Text("--school", "id", "The links of this school alone.");
        var languages = Parameters.Flag("--languages", "Also a link for each language of the survey.");
        var address = Parameters.Url("that of a running 'surveyctl up'");
        var outPath = Parameters.Path("--out", "file", "A file to write them to as CSV. Default: a table.");
        var force = Parameters.Flag("--force", "Replace the file of --out.");
        return new StorageCommand("links", StorageUse.Read,
            "Lists the link to the form of each school of a wave, before it opens too. The form is in the language that the browser asks for, "
            + "if the survey has it; --languages adds links that choose one.",
            "surveyctl wave links southeast-2026-families",
            "surveyctl wave links southeast-2026-families --url https://surveys.example.org --languages --out links.csv")
        {
            id, school, languages, address, outPath, force,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var wave = await engine.FindWaveOrDraftAsync(parsed.GetRequiredValue(id), cancellationToken);
            var schools = await engine.FindSchoolsAsync(wave, parsed.GetValue(school), cancellationToken);
            var url = AppChoice.RequireUrl(parsed, address);
            var links = SchoolLink.Of(wave, schools, url, parsed.GetValue(languages));
            if (parsed.GetValue(outPath) is { } path)
            {
                await using var file = NewFile.Create(path, parsed.GetValue(force));
                await file.Writer.WriteAsync(CsvOf(wave, links), cancellationToken);
                await file.KeepAsync();
                report.Line($"The links of {wave.Id} are written to {path}.");
            }
            else
            {
                report.Table(["School", "Name", "Audience", "Language", "Address"], links.Select(link => FieldsOf(wave, link)));
            }
            report.Json(new WaveLinksDocument(wave.Id.Value, WaveCommands.AudienceOf(wave), links.Select(link =>
                new SchoolLinkDocument(link.School.Id.Value, link.School.Name, link.Language, link.Address.AbsoluteUri))));
        });
    }

    /// <summary>How other commands name this one.</summary>
    /// <param name="waves">One or more.</param>
    public static string Advice(params IReadOnlyList<WaveId> waves) => $"Each school's link: surveyctl wave links {(waves is [var wave] ? wave : "WAVE")}";

    private static StringBuilder CsvOf(Wave wave, IEnumerable<SchoolLink> links)
    {
        var csv = new StringBuilder(CsvText.ByteOrderMark);
        CsvText.AppendLine(csv, ["school", "name", "audience", "language", "address"]);
        foreach (var link in links)
            CsvText.AppendLine(csv, FieldsOf(wave, link));
        return csv;
    }

    private static string[] FieldsOf(Wave wave, SchoolLink link) =>
        [link.School.Id.Value, link.School.Name, WaveCommands.AudienceOf(wave), link.Language ?? "", link.Address.AbsoluteUri];
}
