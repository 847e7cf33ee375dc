using System.CommandLine;

using Surveyctl.Answering;
using Surveyctl.Local;
using Surveyctl.Output;
using Surveyctl.Storage;

using Surveys.Ids;

using SurveyStore.Waves;

namespace Surveyctl.Commands;

/// <summary>Made-up answers through the running app, as a rehearsal or a load test.</summary>
internal sealed class AnswerCommand : StorageCommand
{
    private static readonly Uri DefaultUrl = new("http://localhost:7071");
    private static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(30);

    private readonly Argument<string> _wave = WaveArgument();

    private readonly Option<int> _count = new("--count") { Description = "How many responses.", HelpName = "number", Required = true };

    private readonly Option<string?> _school = new("--school") { Description = "Answer for this school alone.", HelpName = "id" };

    private readonly Option<Uri?> _url = new("--url")
    {
        Description = $"Where the app is. Default: that of a running 'surveyctl up', else {DefaultUrl.OriginalString}.",
        HelpName = "address",
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                return url;
            argument.AddError($"'{text}' is no address such as {DefaultUrl.OriginalString}.");
            return null;
        },
    };

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
        foreach (var number in new[] { _count, _parallel })
        {
            number.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() < 1)
                    result.AddError($"{number.Name} is at least 1.");
            });
        }
    }

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(_wave), cancellationToken);
        var schools = await FindSchoolsAsync(engine, wave, parsed.GetValue(_school), cancellationToken);
        var url = parsed.GetValue(_url) ?? StorageChoice.FindUp(parsed)?.Url ?? DefaultUrl;
        using var client = new HttpClient { Timeout = RequestTime };
        await RequireAppAsync(client, url, cancellationToken);

        var count = parsed.GetValue(_count);
        var submit = new SubmitOverHttp(client, AppAddresses.Responses(url, wave.Id), wave.Survey, TimeProvider.System);
        var results = new System.Collections.Concurrent.ConcurrentBag<DeliveryResult>();
        var started = TimeProvider.System.GetTimestamp();
        await report.ProgressAsync(async steps =>
        {
            using var step = steps.Begin($"Sending {count} responses to {url.OriginalString}", count);
            await Parallel.ForEachAsync(
                SpreadOverSchools.Make(wave.Survey, schools, count, parsed.GetValue(_seed)),
                new ParallelOptions { MaxDegreeOfParallelism = parsed.GetValue(_parallel), CancellationToken = cancellationToken },
                async (response, stopping) =>
                {
                    results.Add(await submit.SendAsync(response, stopping));
                    step.Advance();
                });
        });
        return Tell(report, [.. results], TimeProvider.System.GetElapsedTime(started));
    }

    private static int Tell(Report report, IReadOnlyList<DeliveryResult> results, TimeSpan took)
    {
        var failures = results.Where(result => result.Problem is not null).CountBy(result => result.Problem!).ToList();
        var (accepted, replayed) = (CountOf(Delivery.Accepted), CountOf(Delivery.Replayed));
        var (refused, givenUp) = (CountOf(Delivery.Refused), CountOf(Delivery.GivenUp));
        var failed = refused + givenUp;
        report.Line($"{accepted} accepted, {replayed} replayed, {failed} failed, in {took.TotalSeconds:F1} s.");
        foreach (var (problem, times) in failures)
            report.Error($"{times} times: {problem}");
        report.Json(json =>
        {
            json.WriteNumber("accepted", accepted);
            json.WriteNumber("replayed", replayed);
            json.WriteNumber("failed", failed);
            json.WriteNumber("seconds", Math.Round(took.TotalSeconds, 3));
            json.WriteObjects("failures", failures, failure =>
            {
                json.WriteString("problem", failure.Key);
                json.WriteNumber("times", failure.Value);
            });
        });
        if (failed == 0)
            return ExitCode.Ok;
        return givenUp > 0 ? ExitCode.Unreachable : ExitCode.Invalid;

        int CountOf(Delivery delivery) => results.Count(result => result.Delivery == delivery);
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

    /// <summary>So that a wrong address is one message and not one per response.</summary>
    private static async Task RequireAppAsync(HttpClient client, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new CommandFailedException(
                $"The app does not answer at {url.OriginalString} ({failure.Message}). Start it with 'surveyctl up', or give --url.",
                ExitCode.Unreachable);
        }
    }
}
