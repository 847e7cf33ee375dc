using System.Buffers.Binary;
using System.Text;

namespace SurveyStorage.Sqlite;

/// <summary>
/// A row's properties as <see cref="PropertyWriter"/> wrote them. A scan of many rows asks for a few properties of each, so no
/// other is made into a value.
/// </summary>
internal sealed class PropertyBytes : StoredProperties
{
    public const int IdBytes = 16;

    private readonly byte[] _row;

    /// <exception cref="InvalidDataException">Not written by <see cref="PropertyWriter"/>: the file is damaged.</exception>
    public PropertyBytes(ReadOnlySpan<byte> row)
    {
        // At once, as long as it is known that the file is to blame.
        var input = Start(row, out var count);
        for (var i = 0; i < count; i++)
        {
            if (TakeName(ref input).IsEmpty)
                throw new InvalidDataException("A property has no name.");
            if (TakeValue(ref input, out var value) is PropertyType.Date)
                ReadDate(value);
        }
        if (!input.IsEmpty)
            throw new InvalidDataException("A row is longer than it says.");
        _row = row.ToArray();
    }

    public override object? Find(string name) => TryFind(name, out var type, out var value) ? Read(type, value) : null;

    public override bool TryFindText(string name, out ReadOnlySpan<byte> utf8)
    {
        var isText = TryFind(name, out var type, out var value) && type is PropertyType.Text;
        utf8 = isText ? value : default;
        return isText;
    }

    public override Dictionary<string, object> ToDictionary()
    {
        var input = Start(_row, out var count);
        var properties = new Dictionary<string, object>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var name = Encoding.ASCII.GetString(TakeName(ref input));
            properties[name] = Read(TakeValue(ref input, out var value), value);
        }
        return properties;
    }

    private bool TryFind(string name, out PropertyType type, out ReadOnlySpan<byte> value)
    {
        var input = Start(_row, out var count);
        for (var i = 0; i < count; i++)
        {
            var isFound = Ascii.Equals(TakeName(ref input), name);
            type = TakeValue(ref input, out value);
            if (isFound)
                return true;
        }
        type = default;
        value = default;
        return false;
    }

    private static ReadOnlySpan<byte> Start(ReadOnlySpan<byte> row, out int count)
    {
        var version = Take(ref row, 1)[0];
        if (version != PropertyWriter.Version)
            throw new InvalidDataException($"A row is in form {version}, which is not known.");
        count = ReadLength(ref row);
        return row;
    }

    private static ReadOnlySpan<byte> TakeName(scoped ref ReadOnlySpan<byte> input) => Take(ref input, ReadLength(ref input));

    private static PropertyType TakeValue(scoped ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> value)
    {
        var type = (PropertyType)Take(ref input, 1)[0];
        var length = type switch
        {
            PropertyType.Text or PropertyType.Binary => ReadLength(ref input),
            PropertyType.False or PropertyType.True => 0,
            PropertyType.Int32 => sizeof(int),
            PropertyType.Int64 or PropertyType.Double or PropertyType.Date => sizeof(long),
            PropertyType.Id => IdBytes,
            _ => throw new InvalidDataException($"A value has the type {(byte)type}, which is not known."),
        };
        value = Take(ref input, length);
        return type;
    }

    private static object Read(PropertyType type, ReadOnlySpan<byte> value) => type switch
    {
        PropertyType.Text => Encoding.UTF8.GetString(value),
        PropertyType.Binary => value.ToArray(),
        PropertyType.False => false,
        PropertyType.True => true,
        PropertyType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(value),
        PropertyType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(value),
        PropertyType.Double => BinaryPrimitives.ReadDoubleLittleEndian(value),
        PropertyType.Date => ReadDate(value),
        PropertyType.Id => new Guid(value),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such type."),
    };

    private static DateTimeOffset ReadDate(ReadOnlySpan<byte> value)
    {
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(value);
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new InvalidDataException("A date is out of range.");
    }

    private static int ReadLength(scoped ref ReadOnlySpan<byte> input)
    {
        var length = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            var part = Take(ref input, 1)[0];
            length |= (part & 0x7F) << shift;
            if (part <= 0x7F)
                return length;
        }
        throw new InvalidDataException("A length does not end.");
    }

    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> input, int length)
    {
        if (length > input.Length)
            throw new InvalidDataException("A row ends within a value.");
        var taken = input[..length];
        input = input[length..];
        return taken;
    }
}
