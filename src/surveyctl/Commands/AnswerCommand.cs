using Surveyctl.Answering;

namespace Surveyctl.Commands;

/// <summary>Made-up answers through the running app, as a rehearsal or a load test.</summary>
internal static class AnswerCommand
{
    public static Command Answer()
    {
        var id = Parameters.Wave();
        var count = Parameters.Number("--count", "How many responses.", usual: null);
        var school = Parameters.Text("--school", "id", "Answer for this school alone.");
        var address = Parameters.Url();
        var seed = Parameters.Number(
            "--seed", "The same seed gives the same responses with the same ids: sent again they are replays.", usual: 1, least: int.MinValue);
        var parallel = Parameters.Number("--parallel", "How many requests at once.", usual: 16);
        return new StorageCommand("answer", StorageUse.Change,
            "Sends made-up responses to the running app, each again with the same id until it is known to be stored. Only a demo wave or a "
            + "rehearsal takes them.",
            "surveyctl answer southeast-2026-families --count 100",
            "surveyctl answer fall-2026-rehearsal --count 5000 --parallel 64 --seed 7 --url https://surveys.example.org")
        {
            id, count, school, address, seed, parallel,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var wave = await engine.FindWaveOrDraftAsync(parsed.GetRequiredValue(id), cancellationToken);
            if (!wave.Definition.IsMadeUp)
            {
                throw new CommandFailedException($"Wave {wave.Id} asks real people, and made-up answers would count among theirs: nothing was sent. "
                    + $"'surveyctl wave rehearse {wave.Id}' makes a rehearsal of it, which takes them.");
            }
            var schools = await FindSchoolsAsync(engine, wave, parsed.GetValue(school), cancellationToken);
            using var client = AppChoice.CreateClient();
            var url = await AppChoice.RequireWaveAsync(client, parsed, address, engine, wave, cancellationToken);

            var many = parsed.GetValue(count);
            var responses = SpreadOverSchools.Make(wave.Survey, schools, many, parsed.GetValue(seed));
            var sent = await report.ProgressAsync(async steps =>
            {
                using var step = steps.Begin($"Sending {Counted.Of(many, "response")} to {url.OriginalString}", many);
                return await new SendResponses(parsed.GetValue(parallel), TimeProvider.System)
                    .SendEachAsync(client, url, wave, responses, step, cancellationToken);
            });
            report.Line($"{sent.Accepted} accepted, {sent.Replayed} replayed, {sent.Failed} failed, in {sent.Took.TotalSeconds:F1} s.");
            foreach (var (problem, times) in sent.Failures)
                report.Error($"{Counted.Of(times, "time")}: {problem}");
            report.Json(
                new AnswersDocument(
                    sent.Accepted, sent.Replayed, sent.Failed, Math.Round(sent.Took.TotalSeconds, 3),
                    sent.Failures.Select(failure => new FailureDocument(failure.Key, failure.Value))));
            return sent.ExitCode;
        });
    }

    private static async Task<IReadOnlyList<SchoolId>> FindSchoolsAsync(
        Engine engine, Wave wave, string? school, CancellationToken cancellationToken)
    {
        if (school is null)
            return [.. (await engine.Waves.FirstSchoolsAsync(wave, wave.Schools, cancellationToken)).Select(pinned => pinned.Id)];
        return SchoolId.TryParse(school, out var id) && await engine.Waves.FindSchoolAsync(wave, id, cancellationToken) is not null
            ? [id]
            : throw new CommandFailedException($"Wave {wave.Id} does not ask about a school '{school}'.");
    }
}
