using System.Buffers;

using Azure;

using SurveyEngine.Keys;
using SurveyEngine.Waves;

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

    public Dictionary<SchoolId, CountRow> Counts { get; } = [];

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
            state.Counts.Clear();
            await foreach (var row in tables.QueryAsync(StoreNames.Responses, partition.Key, ResponsesKeys.Counts, cancellationToken))
                state.AddCount(row, layout);
        }
        return state;
    }

    private void AddCount(TableRow row, TallyLayout layout)
    {
        var count = CountRow.Read(row, layout);
        Counts.Add(count.School, count);
    }
}

/// <summary>The tally of one school as it stands in the store.</summary>
internal sealed class CountRow(SchoolId school, TallyLayout layout)
{
    private const string AddedName = "Added";
    private const string WithdrawnName = "Withdrawn";

    public SchoolId School { get; } = school;

    public SchoolTally Tally { get; } = new(layout);

    /// <summary>Default: the row is not in the store yet.</summary>
    public ETag ETag { get; set; }

    /// <exception cref="InvalidDataException">The row was written with another layout.</exception>
    /// <exception cref="FormatException">The row is damaged.</exception>
    public static CountRow Read(TableRow row, TallyLayout layout)
    {
        WaveRow.RequireLayout(row, layout);
        var count = new CountRow(ResponsesKeys.SchoolOfCount(row.RowKey), layout) { ETag = row.ETag };
        TallyCodec.Decode(ChunkedBinary.Read(row, AddedName), count.Tally.Added);
        TallyCodec.Decode(ChunkedBinary.Read(row, WithdrawnName), count.Tally.Withdrawn);
        return count;
    }

    /// <summary>The action that brings this tally into the store, and is refused if anybody else changed the row meanwhile.</summary>
    /// <param name="buffer">To encode in; its content is lost.</param>
    public RowChange ToAction(ResponsesPartition partition, ArrayBufferWriter<byte> buffer)
    {
        var row = new TableRow(partition.Key, ResponsesKeys.Count(School)) { [WaveRow.Layout] = layout.Hash };
        Write(row, AddedName, Tally.Added, buffer);
        Write(row, WithdrawnName, Tally.Withdrawn, buffer);
        return ETag == default
            ? new(RowChangeType.Add, row)
            : new(RowChangeType.UpdateReplace, row, ETag);
    }

    private static void Write(TableRow row, string name, long[] counts, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        TallyCodec.Encode(counts, buffer);
        ChunkedBinary.Write(row, name, buffer.WrittenSpan);
    }
}
