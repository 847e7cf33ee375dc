using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Intake;

/// <summary>
/// A pending batch: the compact sheets of exactly the responses that the same transaction inserted or withdrew. Never changed; a fold
/// deletes it in the transaction that adds it to the tallies.
/// </summary>
public static class BatchRow
{
    private const string Responses = "Responses";
    private const string Sheets = "Sheets";

    public static TableRow Of(
        ResponsesPartition partition, string batchId, string layoutHash, IReadOnlyList<SheetEntry> entries, DateTimeOffset now)
    {
        var row = new TableRow(partition.Key, ResponsesKeys.Batch(batchId))
        {
            [WaveRow.Layout] = layoutHash,
            [Responses] = entries.Count,
            [ResponseRow.Received] = ResponseRow.HourOf(now),
        };
        ChunkedBinary.Write(row, Sheets, SheetCodec.Encode(entries));
        return row;
    }

    /// <exception cref="InvalidDataException">The row was written with another layout.</exception>
    /// <exception cref="FormatException">The row is damaged.</exception>
    public static IReadOnlyList<SheetEntry> Read(TableRow row, TallyLayout layout) => SheetCodec.Decode(SheetOf(row, layout));

    /// <summary>As <see cref="Read"/>, entry by entry and without an object of each.</summary>
    /// <exception cref="InvalidDataException">The row was written with another layout.</exception>
    /// <exception cref="FormatException">The row is damaged; reading on may tell it, too.</exception>
    public static SheetReader Open(TableRow row, TallyLayout layout) => new(SheetOf(row, layout));

    /// <summary>The hour of its responses; null: an earlier version wrote it.</summary>
    public static DateTimeOffset? ReceivedOf(TableRow row) => row.GetDateTimeOffset(ResponseRow.Received);

    private static byte[] SheetOf(TableRow row, TallyLayout layout)
    {
        WaveRow.RequireLayout(row, layout);
        return ChunkedBinary.Read(row, Sheets);
    }
}
