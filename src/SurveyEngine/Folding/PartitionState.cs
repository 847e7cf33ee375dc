

using SurveyEngine.Keys;

using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Folding;

/// <summary>What a partition holds besides its responses, as one range read gave it; two if it holds very much.</summary>
internal sealed class PartitionState
{
    /// <summary>More pending batches than this are left to the next read: memory stays bounded, whatever the backlog.</summary>
    private const int MostBatches = 950;

    /// <summary>As many as a store gives at a time: these batches and the tallies of a bucket's 50 schools. No other page is asked for.</summary>
    private const int MostRows = 1000;

    public List<TableRow> Batches { get; } = [];

    public Dictionary<SchoolId, TallyRow> Tallies { get; } = [];

    /// <summary>There are more pending batches than were read.</summary>
    public bool HasMore { get; private set; }

    public static async Task<PartitionState> ReadAsync(
        ITableStore tables, ResponsesPartition partition, TallyLayout layout, CancellationToken cancellationToken)
    {
        var state = new PartitionState();
        var rows = 0;
        await foreach (var row in tables.QueryAsync(
            StoreNames.Responses, partition.Key, ResponsesKeys.BatchesAndCounts, cancellationToken, take: MostRows))
        {
            rows++;
            if (!ResponsesKeys.IsBatch(row.RowKey))
            {
                state.AddCount(row, layout);
            }
            else if (state.Batches.Count < MostBatches)
            {
                state.Batches.Add(row);
            }
            else
            {
                state.HasMore = true;
                break;
            }
        }
        // Then some tallies, or all, were not reached.
        if (state.HasMore || rows == MostRows)
        {
            state.Tallies.Clear();
            await foreach (var row in tables.QueryAsync(StoreNames.Responses, partition.Key, ResponsesKeys.Counts, cancellationToken))
                state.AddCount(row, layout);
        }
        return state;
    }

    private void AddCount(TableRow row, TallyLayout layout)
    {
        var count = TallyRow.Read(row, layout);
        Tallies.Add(count.School, count);
    }
}
