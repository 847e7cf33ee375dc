using System.Collections.ObjectModel;

using SurveyEngine.Folding;

namespace Surveyctl.Commands;

/// <summary>How a wave stands, and which of its schools to call.</summary>
internal static class WaveShowCommand
{
    /// <summary>JSON has all of them.</summary>
    private const int MostSchools = 50;

    public static SurveyctlCommand Show()
    {
        var id = Parameters.Wave();
        return new StorageCommand("show", StorageUse.Read,
            "Shows how a wave stands: its state, how many have answered about each school, and when the last response came, to the hour. The schools "
            + "with the lowest response rate come first. Of a wave that has not opened: whom it would ask, and what is missing. Changes nothing.",
            "surveyctl wave show southeast-2026-families",
            "surveyctl wave show southeast-2026-families --json") { id }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var wave = await engine.FindWaveOrDraftAsync(parsed.GetRequiredValue(id), cancellationToken);
            var isDraft = wave.State == WaveState.Draft;
            var asked = await engine.Schools.ReadAsync(wave, cancellationToken);
            var partitions = isDraft ? [] : await engine.Progress.ReadPartitionsAsync(wave, cancellationToken);
            var release = isDraft ? null : await engine.Results.FindReleaseAsync(wave, cancellationToken);
            var leftOut = isDraft ? ReadOnlyDictionary<SchoolId, int>.Empty : await engine.Flags.ReadLeftOutAsync(wave, cancellationToken);
            var schools = SchoolsOf(asked.Value ?? [], partitions, leftOut);
            var document = new WaveDocument(
                wave.Id.Value, wave.Tenant.Value, WaveCommands.StateOf(wave), wave.OpenedAt, wave.Times.OpensAt, wave.Times.ClosesAt, wave.ClosingAt,
                wave.SettledAt, wave.Survey.Id.Value,
                wave.Survey.Version, asked.Value?.Count, isDraft ? null : wave.Buckets, partitions.Sum(partition => partition.Tallied),
                partitions.Sum(partition => partition.Pending), release, [.. asked.Problems.Select(problem => problem.Message)], schools);
            Tell(report, wave, document, schools);
            report.Json(document);
        });
    }

    private static List<SchoolDocument> SchoolsOf(
        IEnumerable<WaveNode> asked, IEnumerable<PartitionProgress> partitions, IReadOnlyDictionary<SchoolId, int> leftOut)
    {
        var progress = partitions.SelectMany(partition => partition.Schools).ToDictionary(school => school.Key, school => school.Value);
        return
        [
            .. from node in asked
               let school = progress.GetValueOrDefault(node.School) ?? SchoolProgress.None
               let rate = node.Population is > 0 and var population ? Math.Round((double)school.Responses / population, 3) : (double?)null
               // Whose rate is not known comes after those that are known to be low.
               orderby school.Responses == 0 ? 0 : rate ?? double.MaxValue, school.Responses, node.Population ?? 0 descending
               select new SchoolDocument(
                   node.Id.Value, node.Name, school.Responses, node.Population, rate, school.LastReceived, leftOut.GetValueOrDefault(node.School)),
        ];
    }

    private static void Tell(Report report, Wave wave, WaveDocument document, List<SchoolDocument> schools)
    {
        report.Table(["", wave.Definition.TitleIn(wave.Survey.Languages[0])],
        [
            ["Wave", document.Wave],
            ["Tenant", $"{wave.TenantName} ({wave.Tenant})"],
            ["State", document.State + (wave.Definition.IsRehearsal ? ", a rehearsal" : wave.Definition.IsDemo ? ", a demo" : "")],
            ["Opened", WaveCommands.TextOf(wave, wave.OpenedAt)],
            ["Takes answers from", WaveCommands.TextOf(wave, wave.Times.OpensAt)],
            ["Takes answers until", WaveCommands.TextOf(wave, wave.Times.ClosesAt)],
            ["Closed", WaveCommands.TextOf(wave, wave.ClosingAt)],
            ["Settled", WaveCommands.TextOf(wave, wave.SettledAt)],
            ["Survey", WaveCommands.SurveyOf(wave)],
            ["Schools", document.Schools?.ToString() ?? "–"],
            ["Buckets", document.Buckets?.ToString() ?? "–"],
            ["Responses", schools.Sum(school => school.Responses).ToString()],
            ["Of them pending", document.Pending.ToString()],
            ["Latest release", document.Release ?? "none"],
            ["Left out of it as flagged", schools.Sum(school => school.LeftOut).ToString()],
        ]);
        if (schools.Count > 0)
        {
            report.Table(
                ["School", "Responses", "Of", "Rate", "Last", "Left out"],
                schools.Take(MostSchools).Select(school => new[]
                {
                    school.Name,
                    school.Responses.ToString(),
                    school.Population?.ToString() ?? "–",
                    school.Rate is { } rate ? $"{100 * rate:F0}%" : "–",
                    school.LastReceived is { } hour ? LocalTime.Of(hour, wave.Zone) : "–",
                    school.LeftOut == 0 ? "" : school.LeftOut.ToString(),
                }));
        }
        if (schools.Count > MostSchools)
            report.Line($"{MostSchools} of {schools.Count} schools are shown; --json has all of them.");
        if (schools.Any(school => school.LeftOut > 0))
            report.Line($"What is left out, and why: surveyctl flags list {wave.Id}");
        foreach (var missing in document.Missing)
            report.Line($"To open it: {missing}");
        if (wave.State == WaveState.Draft && document.Missing.Count == 0)
            report.Line($"It has not opened yet: surveyctl wave open {wave.Id}");
        report.Line(WaveLinksCommand.Advice(wave.Id));
    }
}
