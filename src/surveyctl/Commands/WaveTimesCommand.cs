using SurveyEngine.Auditing;

namespace Surveyctl.Commands;

/// <summary>When a wave takes answers: written by the clocks of its tenant, told, and changed while it is open.</summary>
internal static class WaveTimesCommand
{
    private const string TimeHelp = "time";

    public static SurveyctlCommand Schedule()
    {
        var id = Parameters.Wave();
        var opensAt = Parameters.Text("--opens-at", TimeHelp,
            $"From when on it takes answers, by the clocks of the tenant's time zone, such as \"{LocalTime.Example}\"; or 'now'. Can be changed until then.");
        var closesAt = ClosesAt();
        return new StorageCommand("schedule", StorageUse.Change,
            "Changes when an open wave takes answers. The running app closes it within minutes after its closing time; what is sent until "
            + $"{Wave.Grace.TotalMinutes} minutes after it is still taken.",
            "surveyctl wave schedule southeast-2026-families --closes-at \"2026-12-01 20:00\"",
            "surveyctl wave schedule southeast-2026-families --opens-at now --closes-at never")
        {
            id, opensAt, closesAt,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var wave = await engine.FindWaveOrDraftAsync(parsed.GetRequiredValue(id), cancellationToken);
            if (wave.State == WaveState.Draft)
            {
                throw new CommandFailedException($"Wave {wave.Id} has not opened yet: write opensAt and closesAt into its file and load it with "
                    + "'surveyctl seed --replace'. Opened without an opening time it takes answers at once.");
            }
            var (opens, closes) = (parsed.GetValue(opensAt), parsed.GetValue(closesAt));
            if (opens is null && closes is null)
                throw new CommandFailedException("Nothing to change: give --opens-at or --closes-at.");
            var (opensAtTime, closesAtTime) = (MomentOf(wave, "--opens-at", opens, none: "now"), MomentOf(wave, "--closes-at", closes, none: "never"));
            var isChanged = await engine.AuditAsync(parsed, wave, AuditAct.WaveScheduled, RescheduleAsync, cancellationToken);
            wave = await engine.FindWaveAsync(wave.Id.Value, cancellationToken);
            if (!isChanged)
                throw new CommandFailedException($"{ExplainUnchanged(wave, opens)} Nothing was changed.");
            Tell(report, wave);
            report.Json(new WaveTimesDocument(wave.Id.Value, wave.Times.OpensAt, wave.Times.ClosesAt));

            Task<bool> RescheduleAsync() => engine.States.RescheduleAsync(
                wave,
                times => new WaveTimes(opens is null ? times.OpensAt : opensAtTime, closes is null ? times.ClosesAt : closesAtTime),
                cancellationToken);
        });
    }

    public static Option<string?> ClosesAt() => Parameters.Text("--closes-at", TimeHelp,
        $"Until when it takes answers, by the clocks of the tenant's time zone, such as \"{LocalTime.Example}\"; or 'never': until somebody closes it.");

    /// <summary>Null: it is not given, or as good as not.</summary>
    public static DateTimeOffset? MomentOf(Wave wave, string option, string? text, string none)
    {
        if (text is null || text == none)
            return null;
        if (!LocalTime.TryParse(text, out var time))
            throw new CommandFailedException($"{option}: '{text}' is no time: write it as \"{LocalTime.Example}\", by the clocks of {wave.TimeZone}, or '{none}'.");
        var moment = time.In(wave.Zone);
        return moment.IsValid ? moment.Value : throw new CommandFailedException($"{option}: {moment.Problems[0]}");
    }

    public static void Tell(Report report, Wave wave)
    {
        var now = TimeProvider.System.GetUtcNow();
        var opens = wave.Times.OpensAt > now ? $"It takes answers from {WaveCommands.TextOf(wave, wave.Times.OpensAt)} on" : $"It takes answers, within {WaveCache.StateLifetime.TotalSeconds} seconds on every copy of the app";
        report.Line($"{opens}, until {(wave.Times.ClosesAt is { } closes ? WaveCommands.TextOf(wave, closes) : $"'surveyctl wave close {wave.Id}'")}.");
    }

    private static string ExplainUnchanged(Wave wave, string? opensAt) => (wave.State, wave.AcceptanceAt(TimeProvider.System.GetUtcNow())) switch
    {
        (WaveState.Closing, _) => $"Wave {wave.Id} has closed: 'surveyctl wave reopen {wave.Id}' opens it again.",
        (WaveState.Settled, _) => $"Wave {wave.Id} has settled, for good.",
        (_, WaveAcceptance.Over) => $"The closing time of wave {wave.Id} is over: 'surveyctl wave reopen {wave.Id}' opens it again.",
        (_, WaveAcceptance.Open) when opensAt is not null => $"Wave {wave.Id} takes answers already: its opening time is over.",
        _ => "That closing time is over, or is before the opening: give a later one.",
    };
}
