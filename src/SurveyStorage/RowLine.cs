using System.Buffers;
using System.Text;
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
        using (var json = new Utf8JsonWriter(output, RowJsonWriter.Options))
            RowJsonWriter.Write(json, row);
        output.Write("\n"u8);
    }

    /// <exception cref="FormatException">This is no row, or one that no store takes. The message holds nothing of it.</exception>
    public static TableRow Read(string line)
    {
        try
        {
            var utf8 = Encoding.UTF8.GetBytes(line);
            RequireOneObject(utf8);
            var row = new RowJsonReader().ReadEntity(utf8);
            TableLimits.Check([new RowChange(RowChangeType.Add, row)]);
            return row;
        }
        catch (InvalidRowChangeException invalid)
        {
            throw new FormatException($"This is a row that no storage takes. {invalid.Message}", invalid);
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException)
        {
            throw new FormatException("This is no row of a table.", unreadable);
        }
    }

    private static void RequireOneObject(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new FormatException();
        json.Skip();
        // Anything after it throws.
        json.Read();
    }
}
