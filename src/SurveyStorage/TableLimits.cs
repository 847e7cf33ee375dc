using System.Buffers;
using System.Text;
using System.Text.Json;

using Azure;

namespace SurveyStorage;

/// <summary>
/// The limits of Azure Table Storage, checked before sending so that a refusal names its row and both stores refuse alike.
/// <see href="https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model"/>
/// </summary>
public static class TableLimits
{
    /// <summary>Actions of one transaction.</summary>
    public const int MaxActions = 100;

    /// <summary>Bytes of one transaction as sent.</summary>
    public const int MaxTransactionBytes = 4 * 1024 * 1024;

    /// <summary>Bytes of one row, see <see cref="SizeOf"/>.</summary>
    public const int MaxEntityBytes = 1024 * 1024;

    /// <summary>Bytes of one property: binary as it is, strings as UTF-16.</summary>
    public const int MaxPropertyBytes = 64 * 1024;

    /// <summary>Properties of one row, the keys and the timestamp not counted.</summary>
    public const int MaxProperties = 252;

    public const int MaxPropertyNameLength = 255;

    /// <summary>Characters (UTF-16 units) of a key: 1 KiB.</summary>
    public const int MaxKeyLength = 512;

    // A character of two bytes becomes six at most, a byte of binary less than two.
    private const int MostGrowth = 3;

    // All else that is said of an action: its part's boundary and headers, and the address without the keys.
    private const int MostPerAction = 1024;
    private const int MostPerProperty = 64;

    // Three bytes of UTF-8, each escaped with three characters.
    private const int MostPerKeyCharacter = 9;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    // Before it, Edm.DateTime has no value.
    private static readonly DateTimeOffset EarliestDate = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <exception cref="InvalidRowChangeException">The service would refuse this transaction.</exception>
    /// <exception cref="ArgumentException">No action, or a replace or delete without an ETag: a defect of the caller.</exception>
    public static void Check(IReadOnlyList<RowChange> actions)
    {
        if (actions.Count == 0)
            throw new ArgumentException("A transaction needs at least one action.", nameof(actions));
        if (actions.Count > MaxActions)
            throw new InvalidRowChangeException($"A transaction holds at most {MaxActions} actions; this one has {actions.Count}.");

        var partition = actions[0].Entity.PartitionKey;
        var rows = new HashSet<string>(actions.Count, StringComparer.Ordinal);
        for (var i = 0; i < actions.Count; i++)
        {
            var (type, entity, etag) = actions[i];
            Check(entity, i, keysOnly: type == RowChangeType.Delete);
            if (!string.Equals(entity.PartitionKey, partition, StringComparison.Ordinal))
                throw new InvalidRowChangeException("All rows of a transaction are of one partition.", i, nameof(TableRow.PartitionKey));
            if (!rows.Add(entity.RowKey))
                throw new InvalidRowChangeException("A row occurs once in a transaction.", i, nameof(TableRow.RowKey));
            if (type is RowChangeType.UpdateReplace or RowChangeType.Delete)
                RequireETag(etag, i);
        }
        // Nearly always the estimate is enough.
        if (actions.Sum(MostBytesOf) > MaxTransactionBytes && BytesOf(actions) is > MaxTransactionBytes and var bytes)
            throw new InvalidRowChangeException($"A transaction holds at most {MaxTransactionBytes} bytes; this one has {bytes}.");
    }

    /// <summary>Bytes of a row as the service counts them.</summary>
    public static int SizeOf(TableRow entity)
    {
        var size = 4 + (2 * (entity.PartitionKey.Length + entity.RowKey.Length));
        foreach (var (name, value) in entity)
            size += 8 + (2 * name.Length) + SizeOfValue(value);
        return size;
    }

    /// <summary>The action takes no more than this of <see cref="MaxTransactionBytes"/>: an estimate, without writing it out.</summary>
    public static long MostBytesOf(RowChange action)
    {
        var (type, entity, _) = action;
        var most = MostAround(entity);
        // Of a deleted row the address alone is sent.
        if (type != RowChangeType.Delete)
            most += (MostPerProperty * (entity.Count + 1)) + ((long)MostGrowth * SizeOf(entity));
        return most;
    }

    /// <summary>The same with the rows written out, in JSON whose every character is escaped that the SDK escapes.</summary>
    internal static long BytesOf(IReadOnlyList<RowChange> actions)
    {
        using var json = new Utf8JsonWriter(Stream.Null, new JsonWriterOptions { SkipValidation = true });
        long around = 0;
        foreach (var (type, entity, _) in actions)
        {
            around += MostAround(entity);
            if (type != RowChangeType.Delete)
                RowJson.Write(json, entity);
            json.Flush();
        }
        return around + json.BytesCommitted;
    }

    internal static void CheckKey(string key, string name, int index = -1)
    {
        if (key.Length > MaxKeyLength)
            throw new InvalidRowChangeException($"A key holds at most {MaxKeyLength} characters; this one has {key.Length}.", index, name);
        foreach (var c in key)
        {
            if (c is '/' or '\\' or '#' or '?' || char.IsControl(c))
                throw new InvalidRowChangeException($"A key must not hold U+{(int)c:X4}.", index, name);
        }
        RequireWellFormed(key, index, name);
    }

    private static long MostAround(TableRow entity) =>
        MostPerAction + (MostPerKeyCharacter * (entity.PartitionKey.Length + entity.RowKey.Length));

    private static void Check(TableRow entity, int index, bool keysOnly)
    {
        CheckKey(entity.PartitionKey, nameof(TableRow.PartitionKey), index);
        CheckKey(entity.RowKey, nameof(TableRow.RowKey), index);
        if (keysOnly)
            return;
        if (entity.Count > MaxProperties)
            throw new InvalidRowChangeException($"A row holds at most {MaxProperties} properties; this one has {entity.Count}.", index);
        foreach (var (name, value) in entity)
        {
            CheckName(name, index);
            CheckValue(value, index, name);
        }
        var size = SizeOf(entity);
        if (size > MaxEntityBytes)
            throw new InvalidRowChangeException($"A row holds at most {MaxEntityBytes} bytes; this one has {size}.", index);
    }

    private static void CheckName(string name, int index)
    {
        if (name.Length is 0 or > MaxPropertyNameLength)
            throw new InvalidRowChangeException($"A property name has 1 to {MaxPropertyNameLength} characters.", index, name);
        if (name is nameof(TableRow.PartitionKey) or nameof(TableRow.RowKey) or nameof(TableRow.Timestamp))
            throw new InvalidRowChangeException("The keys and the timestamp are not properties.", index, name);
        if (name.AsSpan().ContainsAnyExcept(NameCharacters))
            throw new InvalidRowChangeException("A property name holds only letters, digits and underscores.", index, name);
        if (char.IsAsciiDigit(name[0]))
            throw new InvalidRowChangeException("A property name does not begin with a digit.", index, name);
    }

    private static void CheckValue(object value, int index, string name)
    {
        var bytes = value switch
        {
            string text => 2 * text.Length,
            byte[] binary => binary.Length,
            DateTimeOffset date when date < EarliestDate => throw new InvalidRowChangeException("A date is not before 1601.", index, name),
            bool or int or long or double or DateTimeOffset or Guid => 0,
            _ => throw new InvalidRowChangeException($"A value cannot be a {value.GetType().Name}.", index, name),
        };
        if (bytes > MaxPropertyBytes)
            throw new InvalidRowChangeException($"A property holds at most {MaxPropertyBytes} bytes; this one has {bytes}.", index, name);
        if (value is string written)
            RequireWellFormed(written, index, name);
    }

    /// <summary>Half a surrogate pair has no UTF-8 form: it would be stored as another character than was given.</summary>
    private static void RequireWellFormed(string text, int index, string name)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at)
        {
            if (Rune.DecodeFromUtf16(rest[at..], out _, out var consumed) != OperationStatus.Done)
                throw new InvalidRowChangeException("The text holds half a surrogate pair.", index, name);
            rest = rest[(at + consumed)..];
        }
    }

    private static void RequireETag(ETag etag, int index)
    {
        if (etag == default)
            throw new ArgumentException($"Action {index} replaces or deletes a row and needs its ETag, or ETag.All.", nameof(etag));
        if (etag.ToString().AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw new InvalidRowChangeException("An ETag is printable ASCII.", index);
    }

    private static int SizeOfValue(object value) => value switch
    {
        string text => 4 + (2 * text.Length),
        byte[] bytes => 4 + bytes.Length,
        bool => 1,
        int => 4,
        Guid => 16,
        _ => 8,
    };
}
