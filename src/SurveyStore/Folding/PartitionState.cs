using Surveys.Ids;
using Surveys.Tallies;

using SurveyStore.Contract;
using SurveyStore.Keys;
using SurveyStore.Tables;

namespace SurveyStore.Folding;

/// <summary>What a partition holds besides its responses, as one range read gave it.</summary>
internal sealed class PartitionState
{
    /// <summary>
    /// More pending batches than this are left to the next read: memory stays bounded, whatever the backlog. A store gives 1,000 rows at
    /// a time: what is read is folded, but for a few rows, and the next page is not asked for only to see that there is one.
    /// </summary>
    private const int MostBatches = 950;

    public List<TableEntity> Batches { get; } = [];

    public Dictionary<SchoolId, CountRow> Counts { get; } = [];

    /// <summary>There are more pending batches than were read.</summary>
    public bool HasMore { get; private set; }

    public static async Task<PartitionState> ReadAsync(
        ITableStore tables, ResponsesPartition partition, TallyLayout layout, CancellationToken cancellationToken)
    {
        var state = new PartitionState();
        await foreach (var row in Query(ResponsesKeys.BatchesAndCounts))
        {
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
        if (state.HasMore)
        {
            await foreach (var row in Query(ResponsesKeys.Counts))
                state.AddCount(row, layout);
        }
        return state;

        IAsyncEnumerable<TableEntity> Query(RowRange range) =>
            tables.QueryAsync(StoreNames.Responses, partition.Key, range.From, range.To, take: null, cancellationToken);
    }

    private void AddCount(TableEntity row, TallyLayout layout)
    {
        var count = CountRow.Read(row, layout);
        Counts.Add(count.School, count);
    }
}
