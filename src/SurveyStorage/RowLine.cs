using System.Buffers;
using System.Text.Json;

namespace SurveyStorage;

/// <summary>
/// A row as a line of a file: keys and properties with their exact types, in the JSON that the table service speaks. Neither ETag
/// nor timestamp is in it: the store that the row is put into gives its own.
/// </summary>
public static class RowLine
{
    /// <summary>With the end of the line.</summary>
    public static void Write(TableRow row, IBufferWriter<byte> output)
    {
        using (var json = new Utf8JsonWriter(output, RowJson.Options))
            RowJson.Write(json, row);
        output.Write("\n"u8);
    }

    /// <exception cref="FormatException">This is no row, or one that no store takes. The message holds nothing of it.</exception>
    public static TableRow Read(ReadOnlySpan<byte> line)
    {
        try
        {
            var properties = RowJson.Read(line);
            if (!properties.Remove("PartitionKey", out var partition) || !properties.Remove("RowKey", out var key))
                throw new InvalidDataException("A row has two keys.");
            var row = new TableRow((string)partition, (string)key, properties);
            TableLimits.Check([new RowChange(RowChangeType.Add, row)]);
            return row;
        }
        catch (InvalidRowChangeException invalid)
        {
            throw new FormatException($"This is a row that no storage takes. {invalid.Message}", invalid);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or InvalidCastException)
        {
            throw new FormatException("This is no row of a table.", unreadable);
        }
    }
}
