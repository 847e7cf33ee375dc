using System.Threading.Channels;

namespace Storms.Phones;

/// <summary>
/// Many phones at once, which work through the planned responses in order and wait for the schedule's next event at its place.
/// </summary>
internal sealed class Crowd(IReadOnlyList<PlannedResponse> responses, int events, int phones)
{
    private readonly TaskCompletionSource[] _reached = Sources(events);
    private readonly TaskCompletionSource[] _begun = Sources(events);

    /// <summary>Completes when the responses before this event have been started.</summary>
    public Task ReachedAsync(int number) => _reached[number].Task;

    /// <summary>The responses after this event may start.</summary>
    public void Begun(int number) => _begun[number].TrySetResult();

    public async Task RunAsync(Phone phone, CancellationToken cancellationToken)
    {
        // A batch of several is one unit of work.
        var units = Channel.CreateUnbounded<IReadOnlyList<PlannedResponse>>();
        foreach (var unit in Units())
            await units.Writer.WriteAsync(unit, cancellationToken);
        units.Writer.Complete();
        await Task.WhenAll(Enumerable.Range(0, phones).Select(async _ =>
        {
            await foreach (var unit in units.Reader.ReadAllAsync(cancellationToken))
            {
                for (var i = 0; i < events && responses.Count * (i + 1) / (events + 1) <= unit[0].Index; i++)
                {
                    _reached[i].TrySetResult();
                    await _begun[i].Task.WaitAsync(cancellationToken);
                }
                if (unit.Count > 1)
                    await phone.SendBatchAsync(unit);
                else
                    await phone.RunAsync(unit[0]);
            }
        }));
    }

    private static TaskCompletionSource[] Sources(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];

    /// <summary>Each response alone, those of a batch with the next of their kind, up to 40.</summary>
    private IEnumerable<IReadOnlyList<PlannedResponse>> Units()
    {
        var waiting = new List<PlannedResponse>();
        foreach (var response in responses)
        {
            if (response.Behaviour != Behaviour.SendsInBatch)
            {
                yield return [response];
                continue;
            }
            waiting.Add(response);
            if (waiting.Count > response.ChoiceSeed % 40)
            {
                yield return [.. waiting];
                waiting.Clear();
            }
        }
        if (waiting.Count > 0)
            yield return waiting;
    }
}
