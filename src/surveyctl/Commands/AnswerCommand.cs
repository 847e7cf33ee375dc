using System.CommandLine;

using Surveyctl.Answering;
using Surveyctl.Output;
using Surveyctl.Storage;

using SurveyEngine.Waves;

using Surveys.Ids;

namespace Surveyctl.Commands;

/// <summary>Made-up answers through the running app, as a rehearsal or a load test.</summary>
internal sealed class AnswerCommand : StorageCommand
{
    private readonly Argument<string> _wave = WaveArgument();

    private readonly Option<int> _count = new("--count") { Description = "How many responses.", HelpName = "number", Required = true };

    private readonly Option<string?> _school = new("--school") { Description = "Answer for this school alone.", HelpName = "id" };

    private readonly Option<Uri?> _url = AppChoice.UrlOption();

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "The same seed gives the same responses with the same ids: sent again they are replays.",
        HelpName = "number",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = "How many requests at once.",
        HelpName = "number",
        DefaultValueFactory = _ => 16,
    };

    public AnswerCommand()
        : base("answer", "Sends made-up responses to the running app, each again with the same id until it is known to be stored.",
            "surveyctl answer southeast-fall-2026-families --count 100",
            "surveyctl answer southeast-fall-2026-staff --count 5000 --parallel 64 --seed 7 --url https://surveys.example.org")
    {
        Arguments.Add(_wave);
        foreach (var option in new Option[] { _count, _school, _url, _seed, _parallel })
            Options.Add(option);
        _count.IsBetween(1, int.MaxValue);
        _parallel.IsBetween(1, int.MaxValue);
    }

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(_wave), cancellationToken);
        var schools = await FindSchoolsAsync(engine, wave, parsed.GetValue(_school), cancellationToken);
        using var client = AppChoice.CreateClient();
        var url = await AppChoice.RequireAsync(client, parsed, _url, cancellationToken);

        var count = parsed.GetValue(_count);
        var send = new SendResponses(client, url, parsed.GetValue(_parallel), perRequest: 1, TimeProvider.System);
        SentResponses? sent = null;
        await report.ProgressAsync(async steps =>
        {
            using var step = steps.Begin($"Sending {count} responses to {url.OriginalString}", count);
            sent = await send.SendAsync(
                wave, SpreadOverSchools.Make(wave.Survey, schools, count, parsed.GetValue(_seed)), step, cancellationToken);
        });
        sent!.Tell(report);
        report.Json(sent.Write);
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
