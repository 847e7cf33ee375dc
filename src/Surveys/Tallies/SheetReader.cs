using System.Text;

using Surveys.Answers;
using Surveys.Ids;

namespace Surveys.Tallies;

/// <summary>
/// Reads the entries of one batch one after the other, in the form of <see cref="SheetCodec"/>, without making an object of
/// each. Whether they fit a survey is for <see cref="TallyLayout"/> to say.
/// </summary>
public ref struct SheetReader
{
    private static readonly int LastChannel = Enum.GetValues<Channel>().Length - 1;

    private readonly List<SchoolId> _schools = [];
    private readonly int[] _codes;
    private ReadOnlySpan<byte> _rest;
    private int _left;

    /// <exception cref="FormatException">Malformed, or of an unknown version.</exception>
    public SheetReader(ReadOnlySpan<byte> encoded)
    {
        var version = Varint.Read(ref encoded);
        if (version != SheetCodec.Version)
            throw new FormatException($"The sheet is of version {version}, not {SheetCodec.Version}.");
        Count = _left = Varint.ReadInt(ref encoded, SheetCodec.MostEntries);
        var codes = Varint.ReadInt(ref encoded);
        // Every code takes a byte at least: checked before anything is allocated for them.
        if ((long)Count * codes > encoded.Length)
            throw new FormatException("The sheet is cut short.");
        _codes = Count > 0 ? new int[codes] : [];
        _rest = encoded;
    }

    /// <summary>Entries of the whole sheet.</summary>
    public int Count { get; }

    /// <summary>Of the entry that was read last, as of the others below.</summary>
    public SchoolId School { get; private set; }

    public bool IsWithdrawal { get; private set; }

    public int Language { get; private set; }

    public Channel Channel { get; private set; }

    /// <summary>As <see cref="AnswerSheet.Codes"/>, until the next entry is read.</summary>
    public readonly ReadOnlySpan<int> Codes => _codes;

    /// <summary>Goes on to the next entry; false: there was none left.</summary>
    /// <exception cref="FormatException">Malformed.</exception>
    public bool Read()
    {
        if (_left == 0)
            return _rest.IsEmpty ? false : throw new FormatException("The sheet goes on after its last entry.");
        _left--;
        School = ReadSchool();
        var flags = Varint.ReadInt(ref _rest, (LastChannel << 1) | 1);
        IsWithdrawal = (flags & 1) != 0;
        Channel = (Channel)(flags >> 1);
        Language = Varint.ReadInt(ref _rest);
        foreach (ref var code in _codes.AsSpan())
            code = Varint.ReadInt(ref _rest);
        return true;
    }

    private SchoolId ReadSchool()
    {
        var number = Varint.ReadInt(ref _rest, _schools.Count);
        if (number < _schools.Count)
            return _schools[number];
        var length = Varint.ReadInt(ref _rest, _rest.Length);
        if (length > _rest.Length || !SchoolId.TryParse(Encoding.ASCII.GetString(_rest[..length]), out var school))
            throw new FormatException("A school's id is cut short or not an id.");
        _rest = _rest[length..];
        _schools.Add(school);
        return school;
    }
}
