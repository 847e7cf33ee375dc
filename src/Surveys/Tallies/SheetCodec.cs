using System.Text;
using Surveys.Answers;
using Surveys.Ids;

namespace Surveys.Tallies;

/// <summary>
/// The stored form of a batch's entries, all numbers varints: version, number of entries, number of codes each; then per
/// entry the school, (channel × 2 + withdrawal), language, codes. Schools are numbered as they first appear; one that is new is
/// its number followed by the length and characters of its id.
/// </summary>
public static class SheetCodec
{
    /// <summary>A transaction takes 100 rows: the responses and their batch.</summary>
    public const int MostEntries = 99;

    internal const int Version = 1;

    /// <summary>Version and number of entries take one byte, the number of codes at most five.</summary>
    internal const int LargestHeader = 7;

    private static readonly int LastChannel = Enum.GetValues<Channel>().Length - 1;

    /// <summary>At most <see cref="MostEntries"/>, all of one survey.</summary>
    public static byte[] Encode(IReadOnlyList<SheetEntry> entries)
    {
        var writer = new SheetWriter(entries.Count > 0 ? entries[0].Codes.Count : 0);
        foreach (var entry in entries)
            writer.Append(entry);
        return writer.ToArray();
    }

    /// <summary>The entries as appended, in order. Whether they fit a survey is for <see cref="TallyLayout.Add"/> to say.</summary>
    /// <exception cref="FormatException">Malformed, or of an unknown version.</exception>
    public static IReadOnlyList<SheetEntry> Decode(ReadOnlySpan<byte> encoded)
    {
        var version = Varint.Read(ref encoded);
        if (version != Version)
            throw new FormatException($"The sheet is of version {version}, not {Version}.");
        var count = Varint.ReadInt(ref encoded, MostEntries);
        var codes = Varint.ReadInt(ref encoded);
        // Every code takes a byte at least: checked before anything is allocated for them.
        if ((long)count * codes > encoded.Length)
            throw new FormatException("The sheet is cut short.");

        var schools = new List<SchoolId>();
        var entries = new SheetEntry[count];
        for (var i = 0; i < count; i++)
            entries[i] = ReadEntry(ref encoded, codes, schools);
        return encoded.IsEmpty ? entries : throw new FormatException("The sheet goes on after its last entry.");
    }

    private static SheetEntry ReadEntry(ref ReadOnlySpan<byte> encoded, int codeCount, List<SchoolId> schools)
    {
        var school = ReadSchool(ref encoded, schools);
        var flags = Varint.ReadInt(ref encoded, (LastChannel << 1) | 1);
        var language = Varint.ReadInt(ref encoded);
        var codes = new int[codeCount];
        for (var i = 0; i < codeCount; i++)
            codes[i] = Varint.ReadInt(ref encoded);
        return new SheetEntry
        {
            School = school,
            IsWithdrawal = (flags & 1) != 0,
            Language = language,
            Channel = (Channel)(flags >> 1),
            Codes = codes,
        };
    }

    private static SchoolId ReadSchool(ref ReadOnlySpan<byte> encoded, List<SchoolId> schools)
    {
        var number = Varint.ReadInt(ref encoded, schools.Count);
        if (number < schools.Count)
            return schools[number];
        var length = Varint.ReadInt(ref encoded, encoded.Length);
        if (length > encoded.Length || !SchoolId.TryParse(Encoding.ASCII.GetString(encoded[..length]), out var school))
            throw new FormatException("A school's id is cut short or not an id.");
        encoded = encoded[length..];
        schools.Add(school);
        return school;
    }
}
