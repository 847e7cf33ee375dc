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

    /// <summary>At most <see cref="MostEntries"/>, all of one survey.</summary>
    public static byte[] Encode(IReadOnlyList<SheetEntry> entries)
    {
        var writer = new SheetWriter(entries.Count > 0 ? entries[0].Codes.Count : 0);
        foreach (var entry in entries)
            writer.Append(entry);
        return writer.ToArray();
    }

    /// <summary>The entries as appended, in order. Whether they fit a survey is for <see cref="TallyLayout"/> to say.</summary>
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
}
