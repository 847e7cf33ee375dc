using Storms.Copies;
using Storms.Phones;
using Storms.Stores;

using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;

using SurveyStorage;

using TestSupport;

namespace Storms.Faults;

/// <summary>
/// Two folds of one school at once, of batches that have nothing in common. Messages are held back while a slow fold stands right
/// before the commit of a batch or two and many single responses come in; then the messages are delivered several times, the copies
/// fold from the other end of a backlog of hundreds of batches, and the slow fold goes on in the middle of that. Its batches are
/// still there, so only the ETags of the tallies tell it that it is late.
/// </summary>
internal sealed class FoldRace(StormPlan plan, FaultLog log, IStormStore store, AppCopies copies, Phone phone, Wave wave)
{
    /// <summary>As many as one fold's transaction takes: the copies' first must end before it comes to the slow fold's batches.</summary>
    private const int BatchesPerCommit = 50;

    /// <summary>One after the other each: nearly every response is a batch of its own.</summary>
    private const int Senders = 4;

    private const int MostHeldBatches = 3;

    /// <summary>Of the same partition at once; each copy works on all that it received.</summary>
    private const int Deliveries = 4;

    /// <summary>
    /// Folds take the batches of a school by their key, which is chance: what the slow fold holds has half of the others before it.
    /// </summary>
    private static readonly string LowestHeld = ResponsesKeys.Batch("8");

    private static readonly TimeSpan LongestBacklog = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <param name="responses">All of one school.</param>
    public async Task RunAsync(IReadOnlyList<PlannedResponse> responses, Random random, CancellationToken cancellationToken)
    {
        var (partition, school) = (responses[0].Answers.Partition, responses[0].Answers.School);
        var start = TimeProvider.System.GetTimestamp();
        bool IsOver() => TimeProvider.System.GetElapsedTime(start) > LongestBacklog;

        using var holding = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var held = HoldMessagesAsync(holding.Token);
        var slow = new SlowFold(store.Storage, partition, ResponsesKeys.Count(school));
        var folding = slow.RunAsync(IsOver, cancellationToken);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async _ =>
        {
            while (!IsOver() && Interlocked.Increment(ref next) is var i && i < responses.Count)
                await phone.RunAsync(responses[i]);
        }));

        var pending = await PendingAsync(partition, school, cancellationToken);
        log.Note($"{pending.Count} batches are pending, the slow fold {(slow.HasHeld ? "stands" : "found none to stand at")}");
        await holding.CancelAsync();
        await DeliverAsync(partition, await held, cancellationToken);
        if (pending.Count > BatchesPerCommit)
        {
            log.Happened("backlog");
            await UntilFoldedAsync(partition, pending[0], cancellationToken);
            log.Note("the slow fold goes on");
        }
        slow.GoOn();
        // The copies have hundreds of batches to fold, and one of them dies of it.
        if (!plan.IsGentle && random.Next(4) == 0)
            await copies.KillAsync(random.Next(copies.Count));
        if (await folding)
            log.Happened("folds-raced");
    }

    /// <summary>Takes every message from before the copies, until it is canceled.</summary>
    private async Task<List<string>> HoldMessagesAsync(CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var message in await store.Storage.Queues.ReceiveAsync(
                StoreNames.PendingBatches, most: 32, TimeSpan.FromSeconds(30), CancellationToken.None))
            {
                texts.Add(message.Text);
                await store.Storage.Queues.DeleteAsync(StoreNames.PendingBatches, message, CancellationToken.None);
            }
            await Task.Delay(BetweenLooks, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
        return texts;
    }

    private async Task DeliverAsync(ResponsesPartition partition, List<string> held, CancellationToken cancellationToken)
    {
        var ours = PendingMessage.Write(partition);
        foreach (var text in Enumerable.Repeat(ours, Deliveries).Concat(held.Where(text => text != ours).SelectMany(text => new[] { text, text })))
            await store.Storage.Queues.SendAsync(StoreNames.PendingBatches, text, TimeSpan.Zero, cancellationToken);
    }

    private async Task UntilFoldedAsync(ResponsesPartition partition, string batch, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < LongestRace
            && await store.Storage.Tables.GetAsync(StoreNames.Responses, partition.Key, batch, cancellationToken) is not null)
        {
            await Task.Delay(1, cancellationToken);
        }
    }

    /// <summary>Of the school, in the order in which a fold takes them.</summary>
    private async Task<List<string>> PendingAsync(ResponsesPartition partition, SchoolId school, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        var range = ResponsesKeys.Batches;
        await foreach (var row in store.Storage.Tables.QueryAsync(
            StoreNames.Responses, partition.Key, range.From, range.To, take: null, cancellationToken))
        {
            if (BatchRow.Read(row, wave.Layout)[0].School == school)
                keys.Add(row.RowKey);
        }
        return keys;
    }

    /// <summary>The product's own fold, stopped between its read and its commit.</summary>
    /// <param name="count">The key of the tally that its transaction must be about, and about no other.</param>
    private sealed class SlowFold(IStorage storage, ResponsesPartition partition, string count)
    {
        private readonly TaskCompletionSource _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _hasRaced;

        public bool HasHeld { get; private set; }

        public void GoOn() => _goesOn.TrySetResult();

        /// <summary>True: it was refused although all its batches were still there.</summary>
        public async Task<bool> RunAsync(Func<bool> isOver, CancellationToken cancellationToken)
        {
            var tables = new FaultyTables(storage.Tables) { OnCommit = CommitAsync };
            using var engine = new Engine(tables, storage.Queues);
            while (!HasHeld && !isOver() && !_goesOn.Task.IsCompleted)
            {
                try
                {
                    await engine.Fold.FoldAsync(partition, cancellationToken);
                }
                catch (StoreUnavailableException)
                {
                    // The store was busy with the storm; the next look is as good.
                }
                await Task.Delay(1, cancellationToken);
            }
            return _hasRaced;
        }

        private async Task<CommitResult> CommitAsync(IReadOnlyList<RowChange> actions, Func<Task<CommitResult>> commit)
        {
            var batches = actions.Where(action => action.ActionType == RowChangeType.Delete)
                .Select(action => action.Entity.RowKey).ToList();
            var isOfSchool = actions.Count == batches.Count + 1 && actions[0].Entity.RowKey == count;
            if (HasHeld || !isOfSchool || batches.Count is 0 or > MostHeldBatches || string.CompareOrdinal(batches[0], LowestHeld) < 0)
                return await commit();
            HasHeld = true;
            await _goesOn.Task;
            var result = await commit();
            _hasRaced = result is CommitResult.Refused && await AreThereAsync(batches);
            return result;
        }

        private async Task<bool> AreThereAsync(List<string> batches)
        {
            foreach (var batch in batches)
            {
                if (await storage.Tables.GetAsync(StoreNames.Responses, partition.Key, batch, CancellationToken.None) is null)
                    return false;
            }
            return true;
        }
    }
}
