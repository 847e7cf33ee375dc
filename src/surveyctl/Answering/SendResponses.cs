using System.Collections.Concurrent;

using Surveyctl.Demo;

using SurveyFunctions.Intake;
using SurveyFunctions.Pages;

namespace Surveyctl.Answering;

/// <summary>What became of many responses.</summary>
/// <param name="Took">From the first request to the last answer.</param>
internal sealed record SentResponses(IReadOnlyList<DeliveryResult> Results, TimeSpan Took)
{
    public int Accepted => CountOf(Delivery.Accepted);

    public int Replayed => CountOf(Delivery.Replayed);

    public int Failed => CountOf(Delivery.Refused) + CountOf(Delivery.GivenUp);

    public double PerSecond => Results.Count / Took.TotalSeconds;

    public int ExitCode => Failed == 0 ? Output.ExitCode.Ok
        : CountOf(Delivery.GivenUp) > 0 ? Output.ExitCode.Unreachable : Output.ExitCode.Invalid;

    public IEnumerable<KeyValuePair<string, int>> Failures =>
        Results.Where(result => result.Problem is not null).CountBy(result => result.Problem!);

    private int CountOf(Delivery delivery) => Results.Count(result => result.Delivery == delivery);
}

/// <summary>Sends responses to the running app, several requests at once.</summary>
/// <param name="clients">How many requests at once.</param>
internal sealed class SendResponses(int clients, TimeProvider time)
{
    /// <summary>Each in a request of its own, as phones send them.</summary>
    public Task<SentResponses> SendEachAsync(
        HttpClient client, Uri app, Wave wave, IEnumerable<MadeUpResponse> responses, Step step, CancellationToken cancellationToken)
    {
        var submit = new SubmitOverHttp(client, new Uri(app, Address.Of(SubmitResponse.Route, wave.Id.Value)), wave.Survey, time);
        return SendAsync(
            responses.Chunk(1), async (response, stopping) => [await submit.SendAsync(response[0], stopping)], step, cancellationToken);
    }

    /// <param name="requests">The responses of each request.</param>
    /// <param name="send">Sends a request; one result per response.</param>
    public async Task<SentResponses> SendAsync(
        IEnumerable<MadeUpResponse[]> requests,
        Func<MadeUpResponse[], CancellationToken, Task<IReadOnlyList<DeliveryResult>>> send,
        Step step,
        CancellationToken cancellationToken)
    {
        var results = new ConcurrentBag<DeliveryResult>();
        var started = time.GetTimestamp();
        await Parallel.ForEachAsync(
            requests,
            new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = cancellationToken },
            async (responses, stopping) =>
            {
                foreach (var result in await send(responses, stopping))
                    results.Add(result);
                step.Advance(responses.Length);
            });
        return new SentResponses([.. results], time.GetElapsedTime(started));
    }
}
