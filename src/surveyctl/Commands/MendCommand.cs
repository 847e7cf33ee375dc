using SurveyEngine.Auditing;

namespace Surveyctl.Commands;

/// <summary>What may still be changed in an open wave.</summary>
internal static class MendCommand
{
    public static SurveyctlCommand Mend()
    {
        var id = Parameters.Wave();
        var add = new Option<string[]>("--add")
        {
            Description = "A school that was loaded since and is to be asked as well. Can be given several times.",
            HelpName = "id",
            Arity = ArgumentArity.OneOrMore,
        };
        var dryRun = Parameters.Flag("--dry-run", "Only tell what would change.");
        return new StorageCommand("mend", StorageUse.Change,
            "Brings names, titles and populations into an open wave as they are loaded now, by 'import organisations' or 'seed --replace', and with "
            + "--add schools that were forgotten. Its questions and its structure stay: which school is where in the tree, in which collections, "
            + "and that it is asked. The pages follow within seconds, the figures with the next release.",
            "surveyctl wave mend southeast-2026-families --dry-run",
            "surveyctl wave mend southeast-2026-families --add cedar-hill-school")
        {
            id, add, dryRun,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(id), cancellationToken);
            var isDryRun = parsed.GetValue(dryRun);
            var schools = (parsed.GetValue(add) ?? []).Select(text => SchoolId.TryParse(text, out var school)
                ? school
                : throw new CommandFailedException($"--add: '{text}' is not an id.")).ToList();
            var mending = isDryRun ? await MendAsync() : await engine.AuditAsync(parsed, wave, AuditAct.WaveMended, MendAsync, cancellationToken);
            foreach (var school in schools.Except(mending.Added))
                report.Line($"Asked already: {school}");
            Tell(report, wave, mending, isDryRun);
            report.Json(new WaveMendedDocument(
                wave.Id.Value, isDryRun, mending.Changes, mending.Added.Select(school => school.Value), mending.NotAsked.Select(school => school.Value), mending.Kept));

            async Task<WaveMending> MendAsync()
            {
                var reading = await engine.Mend.RunAsync(wave, schools, isDryRun, cancellationToken);
                return reading.Value ?? throw new CommandFailedException(string.Join('\n', reading.Problems));
            }
        });
    }

    private static void Tell(Report report, Wave wave, WaveMending mending, bool isDryRun)
    {
        if (mending.Changes.Count > 0)
        {
            report.Table(
                ["What", "Of", "Before", "Now"],
                mending.Changes.Select(change => new[] { change.What, change.Of, change.Before ?? "–", change.After ?? "–" }));
        }
        foreach (var school in mending.Added)
            report.Line($"Added: {school}");
        foreach (var kept in mending.Kept)
            report.Line($"Not changed: {kept}");
        if (mending.Kept.Count > 0)
            report.Line("Of an open wave names, titles and populations can be changed, and schools added; anything else is for a new wave.");
        if (mending.NotAsked.Count > 0)
            report.Line($"Loaded since and not asked: {string.Join(", ", mending.NotAsked)}. With --add they are.");
        var nothing = mending.Changes.Count == 0 && mending.Added.Count == 0;
        report.Line(nothing ? $"Wave {wave.Id} has the names, titles and populations that are loaded."
            : isDryRun ? "Nothing was written."
            : "It is done: pages show it within seconds, figures with the next release.");
    }
}
