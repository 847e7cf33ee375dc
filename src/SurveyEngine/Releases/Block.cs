using System.Buffers;

using SurveyEngine.Waves;

using Surveys.Releases;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>The counts that are shown of a school, or of several as one, until newer ones may take their place.</summary>
/// <param name="Counts">Encoded, of the wave's layout: added less withdrawn.</param>
/// <param name="ToldHeadline">The headline as of when its classes were last told; null: they never were.</param>
/// <param name="ToldAsOf">When that was.</param>
internal sealed record Block(ReadOnlyMemory<byte> Counts, MeasureCounts? ToldHeadline, DateTimeOffset? ToldAsOf)
{
    private const string CountsName = "Counts";
    private const string ToldName = "ToldHeadline";
    private const string ToldAsOfName = "ToldAsOf";

    public static Block Of(long[] counts, MeasureCounts? toldHeadline, DateTimeOffset? toldAsOf)
    {
        var buffer = new ArrayBufferWriter<byte>();
        TallyCodec.Encode(counts, buffer);
        return new Block(buffer.WrittenMemory, toldHeadline, toldAsOf);
    }

    /// <exception cref="InvalidDataException">The row was written with another layout.</exception>
    public static Block Read(TableRow row, TallyLayout layout)
    {
        WaveRow.RequireLayout(row, layout);
        MeasureCounts? told = row.GetString(ToldName)?.Split(' ').Select(long.Parse).ToArray() is [var people, var favorable, var neutral, var unfavorable]
            ? new MeasureCounts(people, favorable, neutral, unfavorable)
            : null;
        return new Block(ChunkedBinary.Read(row, CountsName), told, row.GetDateTimeOffset(ToldAsOfName));
    }

    public TableRow ToRow(string partition, string rowKey, TallyLayout layout)
    {
        var row = new TableRow(partition, rowKey)
        {
            [WaveRow.Layout] = layout.Hash,
            [ToldName] = ToldHeadline is { } told ? $"{told.People} {told.Favorable} {told.Neutral} {told.Unfavorable}" : null,
            [ToldAsOfName] = ToldAsOf,
        };
        ChunkedBinary.Write(row, CountsName, Counts.Span);
        return row;
    }

    public void Decode(long[] counts) => TallyCodec.Decode(Counts.Span, counts);
}
