using System.Buffers;

using Azure;

using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Folding;

/// <summary>The tally of one school as it stands in the store.</summary>
internal sealed class TallyRow(SchoolId school, TallyLayout layout)
{
    private const string AddedName = "Added";
    private const string WithdrawnName = "Withdrawn";
    private const string LastReceivedName = "LastReceived";

    public SchoolId School { get; } = school;

    public SchoolTally Tally { get; } = new(layout);

    /// <summary>The hour in which the last response came; null: none did, or an earlier version wrote the row.</summary>
    public DateTimeOffset? LastReceived { get; private set; }

    /// <summary>Default: the row is not in the store yet.</summary>
    public ETag ETag { get; set; }

    /// <exception cref="InvalidDataException">The row was written with another layout.</exception>
    /// <exception cref="FormatException">The row is damaged.</exception>
    public static TallyRow Read(TableRow row, TallyLayout layout)
    {
        WaveRow.RequireLayout(row, layout);
        var count = new TallyRow(ResponsesKeys.SchoolOfCount(row.RowKey), layout)
        {
            ETag = row.ETag,
            LastReceived = row.GetDateTimeOffset(LastReceivedName),
        };
        TallyCodec.Decode(ChunkedBinary.Read(row, AddedName), count.Tally.Added);
        TallyCodec.Decode(ChunkedBinary.Read(row, WithdrawnName), count.Tally.Withdrawn);
        return count;
    }

    /// <param name="entry">The one of a pending batch that was read last.</param>
    /// <param name="received">The hour of the batch; null: it is not known.</param>
    public void Add(in SheetReader entry, DateTimeOffset? received)
    {
        Tally.Add(entry);
        if (!entry.IsWithdrawal && (LastReceived is null || received > LastReceived))
            LastReceived = received;
    }

    /// <summary>The action that brings this tally into the store, and is refused if anybody else changed the row meanwhile.</summary>
    /// <param name="buffer">To encode in; its content is lost.</param>
    public RowChange ToAction(ResponsesPartition partition, ArrayBufferWriter<byte> buffer)
    {
        var row = new TableRow(partition.Key, ResponsesKeys.Count(School)) { [WaveRow.Layout] = layout.Hash, [LastReceivedName] = LastReceived };
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
