using System.Buffers;
using System.Text;

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

    /// <exception cref="InvalidOperationException">More than <see cref="MostEntries"/>.</exception>
    /// <exception cref="ArgumentException">Entries of several surveys, or a negative code or language.</exception>
    public static byte[] Encode(IReadOnlyList<SheetEntry> entries)
    {
        if (entries.Count > MostEntries)
            throw new InvalidOperationException($"A sheet holds at most {MostEntries} entries.");
        var codes = entries.Count > 0 ? entries[0].Codes.Count : 0;
        var sheet = new ArrayBufferWriter<byte>();
        var schools = new Dictionary<SchoolId, int>();
        Varint.Write(sheet, Version);
        Varint.Write(sheet, entries.Count);
        Varint.Write(sheet, codes);
        foreach (var entry in entries)
        {
            if (entry.Codes.Count != codes)
                throw new ArgumentException($"The entry has {entry.Codes.Count} codes instead of {codes}.", nameof(entries));
            WriteSchool(sheet, entry.School, schools);
            Varint.Write(sheet, ((int)entry.Channel << 1) | (entry.IsWithdrawal ? 1 : 0));
            Varint.Write(sheet, entry.Language);
            for (var i = 0; i < codes; i++)
                Varint.Write(sheet, entry.Codes[i]);
        }
        return sheet.WrittenSpan.ToArray();
    }

    /// <summary>The entries in order. Whether they fit a survey is for <see cref="TallyLayout"/> to say.</summary>
    /// <exception cref="FormatException">Malformed, or of an unknown version.</exception>
    public static IReadOnlyList<SheetEntry> Decode(ReadOnlySpan<byte> encoded)
    {
        var reader = new SheetReader(encoded);
        var entries = new List<SheetEntry>(reader.Count);
        while (reader.Read())
        {
            entries.Add(new SheetEntry
            {
                School = reader.School,
                IsWithdrawal = reader.IsWithdrawal,
                Language = reader.Language,
                Channel = reader.Channel,
                Codes = reader.Codes.ToArray(),
            });
        }
        return entries;
    }

    private static void WriteSchool(ArrayBufferWriter<byte> sheet, SchoolId school, Dictionary<SchoolId, int> schools)
    {
        var isNew = schools.TryAdd(school, schools.Count);
        Varint.Write(sheet, schools[school]);
        if (!isNew)
            return;
        Varint.Write(sheet, school.Value.Length);
        Encoding.ASCII.GetBytes(school.Value, sheet);
    }
}
