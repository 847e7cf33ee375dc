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
/// <param name="Shown">What was told of it and of each block before, in their order.</param>
internal sealed record Block(ReadOnlyMemory<byte> Counts, MeasureCounts? ToldHeadline, DateTimeOffset? ToldAsOf, IReadOnlyList<ShownBlock> Shown)
{
    private const string CountsName = "Counts";
    private const string ToldName = "ToldHeadline";
    private const string ToldAsOfName = "ToldAsOf";

    /// <summary>Missing in rows of versions that knew only the block before.</summary>
    private const string ShownName = "Shown";
    private const string ShownCells = "ShownCells";

    /// <summary>With what these others told, its own last.</summary>
    public IReadOnlyList<ShownBlock> ShownWith(IEnumerable<Block> others) => [.. others.SelectMany(other => other.Shown), .. Shown];

    /// <summary>Each headline whose classes were told.</summary>
    public IEnumerable<MeasureCounts> ToldHeadlines => Shown.Select(shown => shown.Headline).OfType<MeasureCounts>();

    /// <exception cref="InvalidDataException">The row was written with another layout.</exception>
    public static Block Read(TableRow row, TallyLayout layout, BlockRule rule)
    {
        WaveRow.RequireLayout(row, layout);
        MeasureCounts? told = row.GetString(ToldName)?.Split(' ').Select(long.Parse).ToArray() is [var people, var favorable, var neutral, var unfavorable]
            ? new MeasureCounts(people, favorable, neutral, unfavorable)
            : null;
        var block = new Block(ChunkedBinary.Read(row, CountsName), told, row.GetDateTimeOffset(ToldAsOfName), []);
        return block with { Shown = row.GetInt32(ShownCells) is { } cells ? ReadShown(ChunkedBinary.Read(row, ShownName), cells, rule) : [rule.Shown(block.Decode(layout), told)] };
    }

    /// <param name="counts">Those of the block.</param>
    /// <param name="before">That it takes the place of; null: none.</param>
    /// <param name="toldHeadline">In all its classes; null: these are not told of it.</param>
    public static Block Of(long[] counts, BlockRule rule, Block? before, MeasureCounts? toldHeadline, DateTimeOffset now) => new(
        Encode(counts), toldHeadline ?? before?.ToldHeadline, toldHeadline is null ? before?.ToldAsOf : now,
        [.. before?.Shown ?? [], rule.Shown(counts, toldHeadline)]);

    /// <summary>Of counts that were not shown before, nor will be followed by others.</summary>
    public static Block Last(long[] counts) => new(Encode(counts), null, null, []);

    public TableRow ToRow(string partition, string rowKey, TallyLayout layout)
    {
        var row = new TableRow(partition, rowKey)
        {
            [WaveRow.Layout] = layout.Hash,
            [ToldName] = ToldHeadline is { } told ? $"{told.People} {told.Favorable} {told.Neutral} {told.Unfavorable}" : null,
            [ToldAsOfName] = ToldAsOf,
        };
        ChunkedBinary.Write(row, CountsName, Counts.Span);
        long[] cells = [.. Shown.SelectMany(shown => shown.Told.Append(shown.Headline ?? default)).SelectMany(told => new[] { told.People, told.Favorable, told.Neutral, told.Unfavorable })];
        row[ShownCells] = cells.Length;
        ChunkedBinary.Write(row, ShownName, Encode(cells).Span);
        return row;
    }

    public void Decode(long[] counts) => TallyCodec.Decode(Counts.Span, counts);

    public long[] Decode(TallyLayout layout)
    {
        var counts = new long[layout.CellCount];
        Decode(counts);
        return counts;
    }

    private static List<ShownBlock> ReadShown(ReadOnlySpan<byte> encoded, int length, BlockRule rule)
    {
        var cells = new long[length];
        TallyCodec.Decode(encoded, cells);
        var counts = cells.Chunk(4).Select(cell => new MeasureCounts(cell[0], cell[1], cell[2], cell[3]));
        return [.. counts.Chunk(rule.ToldCount + 1).Select(block => new ShownBlock(block[..^1], block[^1].People == 0 ? null : block[^1]))];
    }

    private static ReadOnlyMemory<byte> Encode(ReadOnlySpan<long> counts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        TallyCodec.Encode(counts, buffer);
        return buffer.WrittenMemory;
    }
}
