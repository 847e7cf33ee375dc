using SurveyFunctions.Pages;

namespace Surveyctl.Commands;

/// <summary>What is looked at before families are asked.</summary>
internal static class WavePreviewCommand
{
    public static SurveyctlCommand Preview()
    {
        var id = Parameters.Wave();
        var school = Parameters.Text("--school", "id", "The school whose form is shown. Default: the first of the wave.");
        var address = Parameters.Url("that of a running 'surveyctl up'");
        return new StorageCommand("preview", StorageUse.Change,
            "Prints a link to the form of a wave, open or not, as respondents will see it, in each of its languages. Nothing that is sent there is "
            + "stored. Whoever has the link can look; it opens nothing else.",
            "surveyctl wave preview southeast-2026-families",
            "surveyctl wave preview southeast-2026-families --school alder-bridge-high --url https://surveys.example.org")
        {
            id, school, address,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var wave = await engine.FindWaveOrDraftAsync(parsed.GetRequiredValue(id), cancellationToken);
            var asked = (await engine.FindSchoolsAsync(wave, parsed.GetValue(school), cancellationToken))[0];
            var url = AppChoice.RequireUrl(parsed, address);
            var token = await engine.Previews.FindOrMakeAsync(wave.Tenant, wave.Id, cancellationToken);
            var link = new Uri(url, Address.OfPreview(wave.Id, token, asked.School));
            report.Line(link.AbsoluteUri);
            report.Json(new WavePreviewDocument(wave.Id.Value, asked.Id.Value, link.AbsoluteUri));
        });
    }
}
