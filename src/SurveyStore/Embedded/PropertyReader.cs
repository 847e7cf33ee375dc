using System.Buffers.Binary;
using System.Text;

namespace SurveyStore.Embedded;

/// <summary>Reads what <see cref="PropertyWriter"/> wrote. Remembers names, of which a table has few; for one thread at a time.</summary>
internal sealed class PropertyReader
{
    public const int IdBytes = 16;

    private const int RememberedNames = 256;

    private readonly string?[] _names = new string?[RememberedNames];

    /// <exception cref="InvalidDataException">Not written by <see cref="PropertyWriter"/>: the file is damaged.</exception>
    public Dictionary<string, object> Read(ReadOnlySpan<byte> input)
    {
        var version = Take(ref input, 1)[0];
        if (version != PropertyWriter.Version)
            throw new InvalidDataException($"A row is in form {version}, which is not known.");
        var count = ReadLength(ref input);
        // A name and a value take at least two bytes: a damaged count does not make a large dictionary.
        var properties = new Dictionary<string, object>(Math.Min(count, input.Length), StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var name = Name(Take(ref input, ReadLength(ref input)));
            properties[name] = ReadValue(ref input);
        }
        return input.IsEmpty ? properties : throw new InvalidDataException("A row is longer than it says.");
    }

    private static object ReadValue(ref ReadOnlySpan<byte> input)
    {
        var type = (PropertyType)Take(ref input, 1)[0];
        return type switch
        {
            PropertyType.Text => Encoding.UTF8.GetString(Take(ref input, ReadLength(ref input))),
            PropertyType.Binary => Take(ref input, ReadLength(ref input)).ToArray(),
            PropertyType.False => false,
            PropertyType.True => true,
            PropertyType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Take(ref input, sizeof(int))),
            PropertyType.Int64 => ReadInt64(ref input),
            PropertyType.Double => BitConverter.Int64BitsToDouble(ReadInt64(ref input)),
            PropertyType.Date => ReadDate(ref input),
            PropertyType.Id => new Guid(Take(ref input, IdBytes)),
            _ => throw new InvalidDataException($"A value has the type {(byte)type}, which is not known."),
        };
    }

    private static DateTimeOffset ReadDate(ref ReadOnlySpan<byte> input)
    {
        var ticks = ReadInt64(ref input);
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new InvalidDataException("A date is out of range.");
    }

    private static long ReadInt64(ref ReadOnlySpan<byte> input) => BinaryPrimitives.ReadInt64LittleEndian(Take(ref input, sizeof(long)));

    private static int ReadLength(ref ReadOnlySpan<byte> input)
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

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> input, int length)
    {
        if (length > input.Length)
            throw new InvalidDataException("A row ends within a value.");
        var taken = input[..length];
        input = input[length..];
        return taken;
    }

    /// <summary>The same string for the same name most times: names would be half of what a scan allocates.</summary>
    private string Name(ReadOnlySpan<byte> ascii)
    {
        if (ascii.IsEmpty)
            throw new InvalidDataException("A property has no name.");
        ref var remembered = ref _names[(ascii.Length * 31 + ascii[0] * 7 + ascii[^1]) % RememberedNames];
        if (remembered is null || !Ascii.Equals(ascii, remembered))
            remembered = Encoding.ASCII.GetString(ascii);
        return remembered;
    }
}
