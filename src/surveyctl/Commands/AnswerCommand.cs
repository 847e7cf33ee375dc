using Surveyctl.Answering;

namespace Surveyctl.Commands;

/// <summary>Made-up answers through the running app, as a rehearsal or a load test.</summary>
internal sealed class AnswerCommand : StorageCommand
{
    private readonly Argument<string> _wave = Parameters.Wave();
    private readonly Option<int> _count = Parameters.Number("--count", "How many responses.", usual: null);
    private readonly Option<string?> _school = Parameters.Text("--school", "id", "Answer for this school alone.");
    private readonly Option<Uri?> _url = Parameters.Url();
    private readonly Option<int> _seed = Parameters.Number(
        "--seed", "The same seed gives the same responses with the same ids: sent again they are replays.", usual: 1, least: int.MinValue);
    private readonly Option<int> _parallel = Parameters.Number("--parallel", "How many requests at once.", usual: 16);

    public AnswerCommand()
        : base("answer", StorageUse.Change,
            "Sends made-up responses to the running app, each again with the same id until it is known to be stored.",
            "surveyctl answer southeast-fall-2026-families --count 100",
            "surveyctl answer southeast-fall-2026-staff --count 5000 --parallel 64 --seed 7 --url https://surveys.example.org") =>
        Takes(_wave, _count, _school, _url, _seed, _parallel);

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(_wave), cancellationToken);
        var schools = await FindSchoolsAsync(engine, wave, parsed.GetValue(_school), cancellationToken);
        using var client = AppChoice.CreateClient();
        var url = await AppChoice.RequireAsync(client, parsed, _url, cancellationToken);

        var count = parsed.GetValue(_count);
        var responses = SpreadOverSchools.Make(wave.Survey, schools, count, parsed.GetValue(_seed));
        var sent = await report.ProgressAsync(async steps =>
        {
            using var step = steps.Begin($"Sending {count} responses to {url.OriginalString}", count);
            return await new SendResponses(parsed.GetValue(_parallel), TimeProvider.System)
                .SendEachAsync(client, url, wave, responses, step, cancellationToken);
        });
        report.Line($"{sent.Accepted} accepted, {sent.Replayed} replayed, {sent.Failed} failed, in {sent.Took.TotalSeconds:F1} s.");
        foreach (var (problem, times) in sent.Failures)
            report.Error($"{times} times: {problem}");
        report.Json(
            new AnswersDocument(
                sent.Accepted, sent.Replayed, sent.Failed, Math.Round(sent.Took.TotalSeconds, 3),
                sent.Failures.Select(failure => new FailureDocument(failure.Key, failure.Value))));
        return sent.ExitCode;
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
