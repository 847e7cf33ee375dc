using System.Collections.Concurrent;

using Surveyctl.Demo;
using Surveyctl.Local;
using Surveyctl.Output;

using SurveyEngine.Waves;

namespace Surveyctl.Answering;

/// <summary>Sends responses to the running app, several requests at once.</summary>
/// <param name="clients">How many requests at once.</param>
/// <param name="perRequest">How many responses in one request; 1: each alone, as phones send them.</param>
internal sealed class SendResponses(HttpClient client, Uri app, int clients, int perRequest, TimeProvider time)
{
    public async Task<SentResponses> SendAsync(
        Wave wave, IEnumerable<MadeUpResponse> responses, Step step, CancellationToken cancellationToken)
    {
        var address = AppAddresses.Responses(app, wave.Id);
        var submit = new SubmitOverHttp(client, address, wave.Survey, time);
        var submitBatch = new SubmitBatchOverHttp(client, AppAddresses.ResponseBatches(app, wave.Id), wave.Survey, time);
        var results = new ConcurrentBag<DeliveryResult>();
        var started = time.GetTimestamp();
        await Parallel.ForEachAsync(
            responses.Chunk(perRequest),
            new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = cancellationToken },
            async (some, stopping) =>
            {
                var sent = perRequest == 1 ? [await submit.SendAsync(some[0], stopping)] : await submitBatch.SendAsync(some, stopping);
                foreach (var result in sent)
                    results.Add(result);
                step.Advance(some.Length);
            });
        return new SentResponses([.. results], time.GetElapsedTime(started));
    }
}
