using SurveyEngine.Keys;

namespace SurveyEngine.Intake;

/// <summary>The responses and withdrawals of one partition, committed one batch after the other.</summary>
/// <param name="onStrain">Told, at most once a minute, that the store does not keep up with this partition.</param>
internal sealed class IntakeLane(
    ResponsesPartition partition,
    CommitBatch commit,
    SendPendingMessages messages,
    TimeProvider time,
    Action<LaneStrain>? onStrain,
    CancellationToken stopping)
{
    /// <summary>
    /// A change is turned away on arrival if it is expected to wait longer, and later if its commit has not begun by then: somebody with a
    /// phone waits for the answer, and nothing of it was written.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>With the batch's own row a transaction has at most 100.</summary>
    private const int MostRows = 99;

    /// <summary>Of the store's 4 MiB; the estimate of each change errs upward.</summary>
    private const int MostBytes = 3 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<QueuedChange> _waiting = new();
    private readonly LaneThroughput _throughput = new(partition, time);
    private long _waitingBytes;
    private bool _isRunning;
    private volatile Task _loop = Task.CompletedTask;

    public Task<IntakeOutcome> CommitAsync(QueuedChange change)
    {
        var (isIdle, hasRoom) = (false, true);
        lock (_gate)
        {
            if (_isRunning)
                hasRoom = _throughput.Expect(BatchesWaiting) <= LongestWait;
            if (hasRoom)
            {
                Add(change);
                isIdle = !_isRunning;
                _isRunning = true;
            }
        }
        if (!hasRoom)
        {
            TurnAway();
            return Task.FromResult(IntakeOutcome.Busy);
        }
        if (isIdle)
            _loop = CommitAllAsync();
        return change.Outcome;
    }

    /// <summary>Completes when everything accepted so far is committed, or given up, and announced.</summary>
    public Task DrainAsync() => _loop;

    /// <summary>Notes a change that was turned away before it came here.</summary>
    public void TurnAway() => UpdateAndReport(() => _throughput.TurnAway(1));

    private async Task CommitAllAsync()
    {
        while (TakeBatch() is { } batch)
        {
            try
            {
                await CommitAsync(batch);
            }
#pragma warning disable CA1031 // Whatever went wrong is the answer to these requests; the lane goes on with the next.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                foreach (var change in batch)
                    change.Fail(failure);
            }
            // Also after a failure: the commit may have been written all the same, and a needless fold costs little.
            messages.Committed(partition);
            UpdateAndReport(_throughput.End);
        }
    }

    private async Task CommitAsync(List<QueuedChange> batch)
    {
        var committing = commit.CommitAsync(partition, batch, stopping);
        while (!committing.IsCompleted)
        {
            try
            {
                await committing.WaitAsync(LongestWait, time);
            }
            catch (TimeoutException)
            {
                TurnAwayLate();
            }
        }
        await committing;
    }

    /// <summary>Nothing of these was ever sent to the store.</summary>
    private void TurnAwayLate()
    {
        var late = new List<QueuedChange>();
        UpdateAndReport(() =>
        {
            while (_waiting.First is { Value: var oldest } && time.GetElapsedTime(oldest.Since) >= LongestWait)
            {
                Remove(_waiting.First);
                late.Add(oldest);
            }
            _throughput.TurnAway(late.Count);
        });
        foreach (var change in late)
            change.Reply(IntakeOutcome.Busy);
    }

    private void UpdateAndReport(Action update)
    {
        LaneStrain? strain;
        lock (_gate)
        {
            update();
            strain = _throughput.Report(_waiting.Count);
        }
        if (strain is not null)
            onStrain?.Invoke(strain);
    }

    /// <summary>Null, and the lane at rest, if nothing waits.</summary>
    private List<QueuedChange>? TakeBatch()
    {
        lock (_gate)
        {
            if (_waiting.First is null)
            {
                _isRunning = false;
                return null;
            }
            var batch = new List<QueuedChange>(Math.Min(_waiting.Count, MostRows));
            var ids = new HashSet<Surveys.Ids.ResponseId>();
            var (rows, bytes) = (0, 0);
            for (var node = _waiting.First; node is not null && rows < MostRows;)
            {
                var next = node.Next;
                var change = node.Value;
                if (batch.Count > 0 && (rows + change.Rows > MostRows || bytes + change.WireBytes > MostBytes))
                    break;
                // The same id twice at once: a transaction names a row once, so the second waits and meets the first's row.
                if (ids.Add(change.Id) && (change.Replaces is not { } replaced || ids.Add(replaced)))
                {
                    rows += change.Rows;
                    bytes += change.WireBytes;
                    batch.Add(change);
                    Remove(node);
                }
                node = next;
            }
            _throughput.Begin(isFull: _waiting.First is not null);
            return batch;
        }
    }

    private int BatchesWaiting => (int)Math.Max(_waiting.Count / MostRows, _waitingBytes / MostBytes);

    private void Add(QueuedChange change)
    {
        _waiting.AddLast(change);
        _waitingBytes += change.WireBytes;
    }

    private void Remove(LinkedListNode<QueuedChange> node)
    {
        _waiting.Remove(node);
        _waitingBytes -= node.Value.WireBytes;
    }
}
