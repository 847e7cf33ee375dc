using System.Buffers;
using System.Text;

using SurveyEngine.Waves;

using Surveys.Releases;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>The counts that are shown of a school, or of several as one, until newer ones may take their place.</summary>
/// <param name="Counts">Encoded, of the wave's layout: added less withdrawn.</param>
/// <param name="ToldHeadline">The headline as of when its classes were last told; null: they never were.</param>
/// <param name="ToldAsOf">When that was.</param>
/// <param name="Earlier">What was told of the blocks before it, as of <see cref="BlockRule.ToldOf"/>; of rows of an earlier version none is known.</param>
internal sealed record Block(ReadOnlyMemory<byte> Counts, MeasureCounts? ToldHeadline, DateTimeOffset? ToldAsOf, IReadOnlyList<long[]> Earlier)
{
    private const string CountsName = "Counts";
    private const string ToldName = "ToldHeadline";
    private const string ToldAsOfName = "ToldAsOf";
    private const string EarlierName = "Earlier";

    public static Block Of(long[] counts, MeasureCounts? toldHeadline, DateTimeOffset? toldAsOf, IReadOnlyList<long[]> earlier)
    {
        var buffer = new ArrayBufferWriter<byte>();
        TallyCodec.Encode(counts, buffer);
        return new Block(buffer.WrittenMemory, toldHeadline, toldAsOf, earlier);
    }

    /// <exception cref="InvalidDataException">The row was written with another layout.</exception>
    public static Block Read(TableRow row, TallyLayout layout)
    {
        WaveRow.RequireLayout(row, layout);
        MeasureCounts? told = row.GetString(ToldName)?.Split(' ').Select(long.Parse).ToArray() is [var people, var favorable, var neutral, var unfavorable]
            ? new MeasureCounts(people, favorable, neutral, unfavorable)
            : null;
        var earlier = row.GetBinary($"{EarlierName}0") is null ? "" : Encoding.UTF8.GetString(ChunkedBinary.Read(row, EarlierName));
        return new Block(
            ChunkedBinary.Read(row, CountsName), told, row.GetDateTimeOffset(ToldAsOfName),
            [.. earlier.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(' ').Select(long.Parse).ToArray())]);
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
        ChunkedBinary.Write(row, EarlierName, Encoding.UTF8.GetBytes(string.Join(';', Earlier.Select(one => string.Join(' ', one)))));
        return row;
    }

    public void Decode(long[] counts) => TallyCodec.Decode(Counts.Span, counts);
}
