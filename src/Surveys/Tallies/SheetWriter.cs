using System.Buffers;
using System.Text;

using Surveys.Ids;

namespace Surveys.Tallies;

/// <summary>Encodes the entries of one batch as they arrive, in the form of <see cref="SheetCodec"/>. Not for concurrent use.</summary>
/// <param name="itemCount">Items of the survey: the codes every entry has.</param>
public sealed class SheetWriter(int itemCount)
{
    private readonly ArrayBufferWriter<byte> _entries = new();
    private readonly Dictionary<SchoolId, int> _schools = [];

    public int Count { get; private set; }

    /// <summary>Bytes of the sheet so far, or a few more.</summary>
    public int Length => SheetCodec.LargestHeader + _entries.WrittenCount;

    /// <exception cref="InvalidOperationException">The sheet is full: <see cref="SheetCodec.MostEntries"/>.</exception>
    public void Append(SheetEntry entry)
    {
        if (Count == SheetCodec.MostEntries)
            throw new InvalidOperationException($"A sheet holds at most {SheetCodec.MostEntries} entries.");
        if (entry.Codes.Count != itemCount)
            throw new ArgumentException($"The entry has {entry.Codes.Count} codes instead of {itemCount}.", nameof(entry));
        // Before the first byte: half an entry would spoil the whole sheet.
        for (var i = 0; i < itemCount; i++)
            ArgumentOutOfRangeException.ThrowIfNegative(entry.Codes[i], nameof(entry));
        ArgumentOutOfRangeException.ThrowIfNegative(entry.Language, nameof(entry));

        WriteSchool(entry.School);
        Varint.Write(_entries, ((int)entry.Channel << 1) | (entry.IsWithdrawal ? 1 : 0));
        Varint.Write(_entries, entry.Language);
        for (var i = 0; i < itemCount; i++)
            Varint.Write(_entries, entry.Codes[i]);
        Count++;
    }

    /// <summary>The sheet of everything appended so far.</summary>
    public byte[] ToArray()
    {
        var sheet = new ArrayBufferWriter<byte>(Length);
        Varint.Write(sheet, SheetCodec.Version);
        Varint.Write(sheet, Count);
        Varint.Write(sheet, itemCount);
        sheet.Write(_entries.WrittenSpan);
        return sheet.WrittenSpan.ToArray();
    }

    private void WriteSchool(SchoolId school)
    {
        if (_schools.TryGetValue(school, out var known))
        {
            Varint.Write(_entries, known);
            return;
        }
        Varint.Write(_entries, _schools.Count);
        _schools.Add(school, _schools.Count);
        Varint.Write(_entries, school.Value.Length);
        Encoding.ASCII.GetBytes(school.Value, _entries);
    }
}
