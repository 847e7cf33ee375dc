using Surveyctl.Answering;
using Surveyctl.Storage;

using SurveyEngine.Waves;

using SurveyFunctions.Intake;
using SurveyFunctions.Pages;

using Surveys.Ids;
using Surveys.Tallies;

namespace Replay;

/// <summary>The app that answers are sent to.</summary>
/// <param name="Clients">How many requests at once.</param>
/// <param name="PerRequest">How many responses in one request; 1: each alone, as phones send them.</param>
internal sealed record ReplayTarget(HttpClient Client, Uri Url, int Clients, int PerRequest);

/// <summary>
/// Makes the responses of a group, sends them to the app, waits until it has folded them and compares every figure; of a wave that is settled
/// those of its release as well.
/// </summary>
internal sealed class ReplayGroup(Engine engine, ReplayTarget app, TimeSpan patience, bool settles, TimeProvider time)
{
    /// <exception cref="CommandFailedException">The wave takes no answers, not all were stored, or nobody folds.</exception>
    public async Task<ReplayedGroup> RunAsync(
        PublishedResults results, PublishedGroup group, WaveId id, int seed, Steps steps, CancellationToken cancellationToken)
    {
        var wave = await engine.FindWaveAsync(id.Value, cancellationToken);
        // What is stored is acknowledged again by a settled wave too.
        if (wave.State != WaveState.Open && !settles)
            throw new CommandFailedException($"Wave {wave.Id} of an earlier replay was closed. Give another --seed: it makes a wave of its own.");

        var name = ReplaySurvey.NameOf(group.Audience);
        var responses = DealAnswers.Of(group, wave.Survey, wave.Id, seed);
        var sent = await SendAsync();
        if (sent.Failed > 0)
            throw new CommandFailedException(Explain(name, sent), sent.ExitCode);

        var acknowledged = time.GetTimestamp();
        using (steps.Begin($"Waiting until the app has folded the {name} responses"))
            await new AwaitFolding(engine.Progress, time).UntilNothingIsPendingAsync(wave, patience, cancellationToken);
        var foldedAfter = time.GetElapsedTime(acknowledged);

        var tallies = new Dictionary<SchoolId, SchoolTally>();
        foreach (var partition in wave.Partitions)
        {
            foreach (var (school, tally) in await engine.Fold.TallyAsync(partition, cancellationToken))
                tallies.Add(school, tally);
        }
        var comparison = GroupComparison.Of(wave.Layout, group, results.Schools.Select(school => school.Id), tallies);
        return new ReplayedGroup(wave, group, sent, foldedAfter, comparison, settles ? await SettleAsync() : null);

        async Task<ReleaseComparison> SettleAsync()
        {
            using var step = steps.Begin($"Settling and releasing wave {wave.Id}");
            var scopes = results.Schools.Select(school => new ScopeId(school.Id.Value)).Prepend(wave.Root);
            return ReleaseComparison.Of(wave, await new SettleWave(engine).RunAsync(wave, scopes, cancellationToken), tallies);
        }

        async Task<SentResponses> SendAsync()
        {
            using var step = steps.Begin($"Sending {Counted.Of(responses.Count, $"{name} response")} to wave {wave.Id}", responses.Count);
            var send = new SendResponses(app.Clients, time);
            if (app.PerRequest == 1)
                return await send.SendEachAsync(app.Client, app.Url, wave, responses, step, cancellationToken);
            var batches = new SubmitBatchOverHttp(app.Client, new Uri(app.Url, Address.Of(SubmitResponses.Route, wave.Id.Value)), time);
            return await send.SendAsync(
                responses.Chunk(app.PerRequest),
                (request, stopping) => batches.SendAsync([.. request.Select(response => SubmissionJson.Of(response, wave.Survey))], stopping),
                step,
                cancellationToken);
        }
    }

    private static string Explain(string name, SentResponses sent) => string.Join('\n',
    [
        $"Not stored: {sent.Failed} of {Counted.Of(sent.Results.Count, $"{name} response")}; nothing was compared.",
        .. sent.Failures.Select(failure => $"{Counted.Of(failure.Value, "time")}: {failure.Key}"),
        "Run the replay again: what is stored is not stored twice.",
    ]);
}
