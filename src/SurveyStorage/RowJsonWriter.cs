using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SurveyStorage;

/// <summary>Writes a row as the JSON of the table service. The row has passed <see cref="TableLimits"/>.</summary>
internal static class RowJsonWriter
{
    /// <summary>
    /// The body is never part of a page, so nothing is escaped for HTML: quotes cost two bytes, Arabic two a character.
    /// What stays escaped are controls and U+2028/2029, so that a row is always one line. The multipart reader of the
    /// emulator depends on it: it looks for a row's JSON within one line, and for boundaries at line ends.
    /// </summary>
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static void Write(Utf8JsonWriter json, TableRow entity)
    {
        json.WriteStartObject();
        json.WriteString("PartitionKey"u8, entity.PartitionKey);
        json.WriteString("RowKey"u8, entity.RowKey);
        foreach (var (name, value) in entity)
            Write(json, name, value);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case byte[] bytes:
                WriteType(json, name, EdmTypeName.Binary);
                json.WriteBase64String(name, bytes);
                break;
            case long number:
                WriteInt64(json, name, number);
                break;
            case double number:
                WriteDouble(json, name, number);
                break;
            case DateTimeOffset date:
                WriteDateTime(json, name, date);
                break;
            case Guid guid:
                WriteType(json, name, EdmTypeName.Guid);
                json.WriteString(name, guid);
                break;
            default:
                throw new InvalidOperationException($"A {value.GetType().Name} got past the limits.");
        }
    }

    /// <summary>As text: JSON numbers are doubles to many readers, and lose digits beyond 2^53.</summary>
    private static void WriteInt64(Utf8JsonWriter json, string name, long number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out var length);
        WriteType(json, name, EdmTypeName.Int64);
        json.WriteString(name, digits[..length]);
    }

    /// <summary>Always annotated: 3 as a double is written "3", which would be read as an Int32.</summary>
    private static void WriteDouble(Utf8JsonWriter json, string name, double number)
    {
        WriteType(json, name, EdmTypeName.Double);
        if (double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteString(name, double.IsNaN(number) ? "NaN"u8 : number > 0 ? "Infinity"u8 : "-Infinity"u8);
    }

    private static void WriteDateTime(Utf8JsonWriter json, string name, DateTimeOffset date)
    {
        Span<byte> text = stackalloc byte[28];
        date.UtcDateTime.TryFormat(text, out var length, EdmTypeName.DateTimeFormat);
        WriteType(json, name, EdmTypeName.DateTime);
        json.WriteString(name, text[..length]);
    }

    private static void WriteType(Utf8JsonWriter json, string name, ReadOnlySpan<byte> type)
    {
        Span<char> annotation = stackalloc char[TableLimits.MaxPropertyNameLength + EdmTypeName.AnnotationSuffix.Length];
        name.CopyTo(annotation);
        EdmTypeName.AnnotationSuffix.CopyTo(annotation[name.Length..]);
        json.WriteString(annotation[..(name.Length + EdmTypeName.AnnotationSuffix.Length)], type);
    }
}
