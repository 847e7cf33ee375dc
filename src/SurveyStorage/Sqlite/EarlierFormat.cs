using System.Buffers.Binary;
using System.Text;

namespace SurveyStorage.Sqlite;

/// <summary>
/// Format 1: names of tables and queues by number, keys as bytes (ASCII, as all keys of the product), properties as bytes: a version, how many there are, then each as
/// length and ASCII of its name, type and value; lengths as varints, numbers little endian.
/// </summary>
internal static class EarlierFormat
{
    /// <summary>
    /// All of it into the tables of the present format, ETags, timestamps and leases as they are. What had the file open before finds
    /// none of its tables any more, and can neither write nor read.
    /// </summary>
    public static void Move(SqliteSession session)
    {
        session.CreateFunction("present", Properties);
        session.Run("""
            INSERT INTO numbers SELECT last FROM counter;
            INSERT INTO names SELECT 'table', name FROM tables UNION ALL SELECT 'queue', name FROM queues;
            INSERT INTO queued SELECT messages.id, name, visible, receipt, deliveries, CAST(text AS TEXT)
              FROM messages JOIN queues ON queues.id = queue_id;
            INSERT INTO rows SELECT name, CAST(partition_key AS TEXT), CAST(row_key AS TEXT), etag, written, present(properties)
              FROM entities JOIN tables ON id = table_id ORDER BY name, partition_key, row_key;
            DROP TABLE counter; DROP TABLE messages; DROP TABLE queues; DROP TABLE entities; DROP TABLE tables;
            """);
    }

    private static byte[] Properties(byte[] stored)
    {
        ReadOnlySpan<byte> bytes = stored;
        var row = new TableRow("", "");
        if (Take(ref bytes, 1)[0] != 1)
            throw new InvalidDataException("A row is in a form that is not known.");
        for (var left = Length(ref bytes); left > 0; left--)
            row[Encoding.ASCII.GetString(Take(ref bytes, Length(ref bytes)))] = Value(ref bytes);
        return RowJson.PropertiesOf(row);
    }

    private static object Value(ref ReadOnlySpan<byte> bytes) => Take(ref bytes, 1)[0] switch
    {
        1 => Encoding.UTF8.GetString(Take(ref bytes, Length(ref bytes))),
        2 => Take(ref bytes, Length(ref bytes)).ToArray(),
        3 => false,
        4 => true,
        5 => BinaryPrimitives.ReadInt32LittleEndian(Take(ref bytes, sizeof(int))),
        6 => Int64(ref bytes),
        7 => BitConverter.Int64BitsToDouble(Int64(ref bytes)),
        8 => new DateTimeOffset(Int64(ref bytes), TimeSpan.Zero),
        9 => new Guid(Take(ref bytes, 16)),
        var type => throw new InvalidDataException($"A value has the type {type}, which is not known."),
    };

    private static long Int64(ref ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(Take(ref bytes, sizeof(long)));

    private static int Length(ref ReadOnlySpan<byte> bytes)
    {
        for (var (length, shift) = (0, 0); ; shift += 7)
        {
            var part = Take(ref bytes, 1)[0];
            length |= (part & 0x7F) << shift;
            if (part <= 0x7F)
                return length;
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int length)
    {
        var taken = bytes[..length];
        bytes = bytes[length..];
        return taken;
    }
}
