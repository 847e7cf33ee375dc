using System.Collections.Concurrent;

using SurveyEngine.Keys;

using SurveyStorage;

namespace SurveyEngine.Folding;

/// <summary>Responses of a partition waited long for their fold. For an operator; it tells nothing of any response.</summary>
/// <param name="Batches">Pending when they were found, at least.</param>
/// <param name="Age">Of the oldest of them.</param>
public sealed record LateFold(ResponsesPartition Partition, int Batches, TimeSpan Age);

/// <summary>Sees that the queue runs behind, or lost a message, by how old the batches are that a fold finds.</summary>
/// <param name="onLate">Told at most once a minute and partition; for the log.</param>
public sealed class FoldLag(TimeProvider time, Action<LateFold> onLate)
{
    /// <summary>
    /// A message is delivered a second after the commit and comes back 30 seconds after a fold that failed. The age is the difference
    /// of the storage service's clock and ours, so it must be more than clocks are usually apart.
    /// </summary>
    public static readonly TimeSpan Late = TimeSpan.FromSeconds(45);

    /// <summary>Between two reports of the same partition.</summary>
    public static readonly TimeSpan BetweenReports = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ResponsesPartition, long> _reported = new();

    internal void Observe(ResponsesPartition partition, List<TableRow> batches)
    {
        if (batches.Count == 0 || batches.Min(row => row.Timestamp) is not { } oldest)
            return;
        var age = time.GetUtcNow() - oldest;
        if (age < Late)
            return;
        if (_reported.TryGetValue(partition, out var reported) && time.GetElapsedTime(reported) < BetweenReports)
            return;
        _reported[partition] = time.GetTimestamp();
        onLate(new LateFold(partition, batches.Count, age));
    }
}
