using System.Collections.Concurrent;

using SurveyStore.Contract;
using SurveyStore.Keys;

namespace SurveyStore.Intake;

/// <summary>
/// Group commit: what arrives for a partition while its previous commit is under way shares the next transaction. There is
/// no timer and no added wait; without load a batch is one response.
/// </summary>
public sealed class AcceptResponses(ITableStore tables, AnnouncePending announce, TimeProvider time) : IDisposable
{
    /// <summary>
    /// From the moment a submission was seen to belong to an open wave, it is in the store after this long or never: a closing
    /// wave waits for it before it settles.
    /// </summary>
    public static readonly TimeSpan LongestAcceptance = CommitBatch.Patience + CommitBatch.LongestAttempt;

    /// <summary>More than this many responses waiting means that the store is not keeping up: the next are told to come back.</summary>
    public const int MostWaiting = 4096;

    private readonly ConcurrentDictionary<ResponsesPartition, IntakeLane> _lanes = new();
    private readonly CommitBatch _commit = new(tables, time);
    private readonly CancellationTokenSource _stopping = new();
    private int _waiting;

    /// <summary>Completes after the commit that holds the response, never before.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot say whether the response is in. Sending it again is safe.</exception>
    public async Task<IntakeOutcome> AcceptAsync(Submission submission)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return IntakeOutcome.Busy;
        }
        try
        {
            var lane = _lanes.GetOrAdd(
                submission.Partition,
                static (partition, self) => new IntakeLane(partition, self._commit, self.announce, self.time, self._stopping.Token),
                (_commit, announce, time, _stopping));
            return await lane.AcceptAsync(submission);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Whether exactly this content is stored under this id: what a retry after the wave has closed asks.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot say.</exception>
    public async Task<bool> IsStoredAsync(Submission submission, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(
            StoreNames.Responses, submission.Partition.Key, ResponsesKeys.Response(submission.Id), cancellationToken);
        return row?.GetString(ResponseRow.ContentHash) == submission.ContentHash;
    }

    /// <summary>Waits for the commits and messages under way; call after the server has finished its requests.</summary>
    public async Task DrainAsync()
    {
        await Task.WhenAll(_lanes.Values.Select(lane => lane.DrainAsync()));
        await announce.DrainAsync();
    }

    /// <summary>Gives up what still waits for the store.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }
}
