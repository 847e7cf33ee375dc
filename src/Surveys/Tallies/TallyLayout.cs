using System.Buffers.Text;
using System.Numerics;

using Surveys.Answers;
using Surveys.Definitions;

namespace Surveys.Tallies;

/// <summary>
/// Numbers the cells of a survey version's tally. In order: one cell per language, one per channel, then the slices:
/// everyone, and for each group item each of its options and "not stated". A slice holds one cell for its responses, then
/// per item: scale and single choice one per option; number 11; multiple choice one for "answered" and one per option;
/// comment one for "written". A response adds 1 in each of these that it touches. Since version 2 the sums of each pool of several scale
/// items come last, a topic's or all questions', to which it adds squares and products; since version 3 without follow-ups. Tallies of any schools add up cell by cell.
/// </summary>
public sealed class TallyLayout
{
    /// <summary>The slice of all respondents.</summary>
    public const int Everyone = 0;

    /// <summary>Of waves that opened before there were sums of pools. A wave keeps the version that it opened with.</summary>
    public const int FirstVersion = 1;

    /// <summary>Of waves that open now.</summary>
    public const int LatestVersion = 3;

    /// <summary>
    /// Largest <see cref="WorstRowBytes"/> that can be stored: a fold replaces the tallies of up to 50 schools in one
    /// transaction of 3 MiB.
    /// </summary>
    public const int LargestRowBytes = 3 * 1024 * 1024 / 50;

    /// <summary>Count of one cell of one school that still takes 3 bytes is below 2^21, more than any school has families.</summary>
    private const int WorstCellBytes = 3;

    /// <summary>A sum of squares grows faster: one of a school is below 2^28.</summary>
    private const int WorstSumBytes = 4;

    /// <summary>
    /// Beside the two vectors: keys, ETag, property names and part headers of the row, and of the batch row deleted with it.
    /// </summary>
    private const int RowOverheadBytes = 3 * 1024;

    private const int Numbers = 11;

    /// <summary>A multiple choice is a bit mask in a positive <c>int</c>.</summary>
    private const int MostMaskBits = 30;

    private static readonly int Channels = Enum.GetValues<Channel>().Length;

    private readonly Item[] _items;
    private readonly Cells[] _cells;
    private readonly Pool[] _pools;
    private readonly GroupSlices[] _groups;
    private readonly int _firstSliceCell;
    private readonly int _firstSum;
    private readonly int _sliceWidth;

    public TallyLayout(SurveyVersion survey, int version = LatestVersion)
    {
        (Survey, Version) = (survey, version);
        _items = [.. survey.Items];
        _cells = new Cells[_items.Length];
        _firstSliceCell = survey.Languages.Count + Channels;
        _sliceWidth = 1;
        for (var i = 0; i < _items.Length; i++)
        {
            _cells[i] = new Cells(_sliceWidth, LargestCode(_items[i]), _items[i].Kind is ItemKind.MultipleChoice);
            _sliceWidth += Width(_items[i]);
        }
        _pools = version == FirstVersion ? [] : [.. Pool.AllOf(survey, version)];
        _firstSum = _sliceWidth;
        _sliceWidth += _pools.Length * Pool.Sums;

        var groups = new List<GroupSlices>();
        SliceCount = 1;
        foreach (var (i, item) in _items.Index().Where(entry => entry.Item.IsGroup))
        {
            if (item.Kind != ItemKind.SingleChoice)
                throw new ArgumentException($"Item '{item.Id}' is a group but not a single choice.", nameof(survey));
            groups.Add(new GroupSlices(i, SliceCount, item.Options.Count + 1));
            SliceCount += item.Options.Count + 1;
        }
        _groups = [.. groups];
        CellCount = _firstSliceCell + (SliceCount * _sliceWidth);
        Hash = LayoutHash.Of(survey, version);
    }

    public SurveyVersion Survey { get; }

    public int Version { get; }

    public int CellCount { get; }

    /// <summary>Everyone, then the values of each group item in survey order, each item's "not stated" last.</summary>
    public int SliceCount { get; }

    /// <summary>In survey order.</summary>
    public IReadOnlyList<GroupSlices> Groups => _groups;

    /// <summary>
    /// 16 hexadecimal digits over all that gives a cell its number and meaning. Stored with every vector; one of another
    /// hash must not be read with this layout.
    /// </summary>
    public string Hash { get; }

    /// <summary>Bytes on the wire, base64 included, of one school's row with both its vectors when every cell is large.</summary>
    public int WorstRowBytes => RowOverheadBytes
        + (2 * Base64.GetMaxEncodedToUtf8Length(
            (CellCount * WorstCellBytes) + (SliceCount * _pools.Length * Pool.Sums * (WorstSumBytes - WorstCellBytes))));

    /// <summary>Whether the answers to a scale item count in the rate of its topic, and in that of all questions.</summary>
    public bool IsPooled(Item item) => Pool.Includes(item, Version);

    /// <param name="language">Index into the survey's languages.</param>
    public int LanguageCell(int language) => Within(language, Survey.Languages.Count, nameof(language));

    public int ChannelCell(Channel channel) => Survey.Languages.Count + Within((int)channel, Channels, nameof(channel));

    /// <summary>How many responses the slice has.</summary>
    public int ResponsesCell(int slice) => _firstSliceCell + (Within(slice, SliceCount, nameof(slice)) * _sliceWidth);

    /// <summary>How many gave this answer. For a number the option is the number itself.</summary>
    public int OptionCell(int slice, int itemIndex, int optionIndex)
    {
        var item = _items[itemIndex];
        var options = item.Kind is ItemKind.Number ? Numbers : item.Options.Count;
        var answered = item.Kind is ItemKind.MultipleChoice ? 1 : 0;
        return ResponsesCell(slice) + _cells[itemIndex].Offset + answered + Within(optionIndex, options, nameof(optionIndex));
    }

    /// <summary>How many answered a multiple choice, or wrote a comment. For other kinds that is the sum of the options.</summary>
    public int AnsweredCell(int slice, int itemIndex) =>
        _items[itemIndex].Kind is ItemKind.MultipleChoice or ItemKind.Comment
            ? ResponsesCell(slice) + _cells[itemIndex].Offset
            : throw new ArgumentException($"Item '{_items[itemIndex].Id}' has no cell of its own for answered.", nameof(itemIndex));

    /// <summary>
    /// Over the items of a topic, or over all, that are pooled, with f, u and v one respondent's favorable, unfavorable and valid answers: how many
    /// respondents with v &gt; 0, Σf², Σfv, Σu², Σuv and Σv². Empty: it is one item, or the version has none.
    /// </summary>
    /// <param name="topicId">Null: over all.</param>
    public ReadOnlySpan<long> SumsOf(ReadOnlySpan<long> counts, int slice, string? topicId)
    {
        var pool = Array.FindIndex(_pools, pool => pool.TopicId == topicId);
        return pool < 0 ? [] : counts.Slice(ResponsesCell(slice) + _firstSum + (pool * Pool.Sums), Pool.Sums);
    }

    /// <summary>Adds the entry to every cell it touches, whether it is a withdrawal or not.</summary>
    /// <exception cref="ArgumentException">The entry is not one of this survey; nothing was added.</exception>
    public void Add(SheetEntry entry, Span<long> counts) =>
        Add(entry.Language, entry.Channel, entry.Codes as int[] ?? [.. entry.Codes], counts);

    /// <summary>As of an entry made of these. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">They are not of this survey; nothing was added.</exception>
    public void Add(int language, Channel channel, ReadOnlySpan<int> codes, Span<long> counts)
    {
        RequireFit(language, channel, codes, counts.Length);
        counts[LanguageCell(language)]++;
        counts[ChannelCell(channel)]++;
        Span<long> sums = stackalloc long[_pools.Length * Pool.Sums];
        for (var pool = 0; pool < _pools.Length; pool++)
            _pools[pool].Write(codes, sums[(pool * Pool.Sums)..]);
        AddToSlice(Everyone, codes, sums, counts);
        foreach (var group in _groups)
        {
            var code = codes[group.ItemIndex];
            AddToSlice(code == 0 ? group.NotStated : group.First + code - 1, codes, sums, counts);
        }
    }

    private static int Width(Item item) => item.Kind switch
    {
        ItemKind.Scale or ItemKind.SingleChoice => item.Options.Count,
        ItemKind.MultipleChoice => 1 + item.Options.Count,
        ItemKind.Number => Numbers,
        ItemKind.Comment => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(item), item.Kind, "Unknown kind of item."),
    };

    private static int LargestCode(Item item) => item.Kind switch
    {
        ItemKind.MultipleChoice when item.Options.Count > MostMaskBits =>
            throw new ArgumentException($"Item '{item.Id}' has more than {MostMaskBits} options.", nameof(item)),
        ItemKind.MultipleChoice => (1 << item.Options.Count) - 1,
        _ => Width(item),
    };

    private static int Within(int index, int count, string name) =>
        (uint)index < (uint)count ? index : throw new ArgumentOutOfRangeException(name, index, $"There are {count}.");

    private void AddToSlice(int slice, ReadOnlySpan<int> codes, ReadOnlySpan<long> sums, Span<long> counts)
    {
        var cells = counts.Slice(_firstSliceCell + (slice * _sliceWidth), _sliceWidth);
        cells[0]++;
        for (var i = 0; i < codes.Length; i++)
        {
            var code = codes[i];
            if (code == 0)
                continue;
            var item = _cells[i];
            if (!item.IsMask)
            {
                cells[item.Offset + code - 1]++;
                continue;
            }
            cells[item.Offset]++;
            for (var mask = code; mask != 0; mask &= mask - 1)
                cells[item.Offset + 1 + BitOperations.TrailingZeroCount(mask)]++;
        }
        for (var i = 0; i < sums.Length; i++)
            cells[_firstSum + i] += sums[i];
    }

    private void RequireFit(int language, Channel channel, ReadOnlySpan<int> codes, int cells)
    {
        if (cells != CellCount)
            throw new ArgumentException($"The vector has {cells} cells, the layout {CellCount}.", nameof(cells));
        if ((uint)language >= (uint)Survey.Languages.Count || (uint)channel >= (uint)Channels)
            throw new ArgumentException("The entry's language or channel is not one of the survey's.", nameof(language));
        if (codes.Length != _items.Length)
            throw new ArgumentException($"The entry has {codes.Length} codes, the survey {_items.Length} items.", nameof(codes));
        for (var i = 0; i < codes.Length; i++)
        {
            if ((uint)codes[i] > (uint)_cells[i].LargestCode)
                throw new ArgumentException($"The code {codes[i]} is no answer to '{_items[i].Id}'.", nameof(codes));
        }
    }

    /// <param name="Offset">Of the item's first cell within a slice.</param>
    /// <param name="IsMask">A code is not one option but a set of them.</param>
    private readonly record struct Cells(int Offset, int LargestCode, bool IsMask);
}

/// <summary>The slices of a group item's values.</summary>
/// <param name="ItemIndex">Of the survey.</param>
/// <param name="First">The slice of its first option; those of the others follow.</param>
/// <param name="Count">With that of who gave none.</param>
public readonly record struct GroupSlices(int ItemIndex, int First, int Count)
{
    /// <summary>The slice of who did not say.</summary>
    public int NotStated => First + Count - 1;
}
