using System.Buffers.Binary;
using System.Text;

namespace SurveyStorage.Sqlite;

/// <summary>
/// Properties as bytes: the version of this form, how many there are, then each as length and ASCII of its name,
/// <see cref="PropertyType"/> and value. <see cref="PropertyBytes"/> reads it.
/// </summary>
internal static class PropertyWriter
{
    public const byte Version = 1;

    /// <param name="row">Within <see cref="TableLimits"/>.</param>
    public static void Write(PooledBuffer output, TableRow row)
    {
        WriteByte(output, Version);
        WriteLength(output, row.Count);
        foreach (var (name, value) in row)
        {
            WriteLength(output, name.Length);
            output.WriteAscii(name);
            WriteValue(output, value);
        }
    }

    private static void WriteValue(PooledBuffer output, object value)
    {
        switch (value)
        {
            case string text:
                WriteText(output, text);
                break;
            case byte[] bytes:
                WriteType(output, PropertyType.Binary);
                WriteLength(output, bytes.Length);
                output.Write(bytes);
                break;
            case bool flag:
                WriteType(output, flag ? PropertyType.True : PropertyType.False);
                break;
            case int number:
                WriteType(output, PropertyType.Int32);
                BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), number);
                output.Advance(sizeof(int));
                break;
            case long number:
                WriteInt64(output, PropertyType.Int64, number);
                break;
            case double number:
                WriteInt64(output, PropertyType.Double, BitConverter.DoubleToInt64Bits(number));
                break;
            case DateTimeOffset date:
                WriteInt64(output, PropertyType.Date, date.UtcTicks);
                break;
            case Guid id:
                WriteType(output, PropertyType.Id);
                id.TryWriteBytes(output.GetSpan(PropertyBytes.IdBytes));
                output.Advance(PropertyBytes.IdBytes);
                break;
            default:
                throw new ArgumentException($"A value cannot be a {value.GetType().Name}.", nameof(value));
        }
    }

    private static void WriteText(PooledBuffer output, string text)
    {
        WriteType(output, PropertyType.Text);
        WriteLength(output, Encoding.UTF8.GetByteCount(text));
        output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
    }

    private static void WriteInt64(PooledBuffer output, PropertyType type, long value)
    {
        WriteType(output, type);
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    private static void WriteType(PooledBuffer output, PropertyType type) => WriteByte(output, (byte)type);

    /// <summary>Seven bits a byte, the lowest first, the high bit set on all but the last.</summary>
    private static void WriteLength(PooledBuffer output, int length)
    {
        for (; length > 0x7F; length >>= 7)
            WriteByte(output, (byte)(length | 0x80));
        WriteByte(output, (byte)length);
    }

    private static void WriteByte(PooledBuffer output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}
