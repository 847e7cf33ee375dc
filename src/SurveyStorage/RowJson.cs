using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SurveyStorage;

/// <summary>
/// A row as JSON with its exact types, in the words of the table service: what JSON alone does not tell apart has an annotation
/// <c>name@odata.type</c> right before it.
/// </summary>
internal static class RowJson
{
    /// <summary>
    /// Never part of a page, so nothing is escaped for HTML: quotes cost two bytes, Arabic two a character. What stays escaped are
    /// controls and U+2028/2029, so that a row is always one line.
    /// </summary>
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private const int TypicalBytes = 2048;
    private const string Annotation = "@odata.type";

    // A buffer for each thread, since rows are written by the hundred.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _output;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    /// <summary>With its keys.</summary>
    /// <param name="row">Within <see cref="TableLimits"/>.</param>
    public static void Write(Utf8JsonWriter json, TableRow row)
    {
        json.WriteStartObject();
        json.WriteString("PartitionKey"u8, row.PartitionKey);
        json.WriteString("RowKey"u8, row.RowKey);
        foreach (var (name, value) in row)
            Write(json, name, value);
        json.WriteEndObject();
    }

    /// <summary>Without its keys.</summary>
    /// <param name="row">Within <see cref="TableLimits"/>.</param>
    public static byte[] PropertiesOf(TableRow row)
    {
        var output = _output ??= new ArrayBufferWriter<byte>(TypicalBytes);
        var json = _json ??= new Utf8JsonWriter(output, Options);
        output.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        foreach (var (name, value) in row)
            Write(json, name, value);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>What <see cref="PropertiesOf"/> gave; or <see cref="Write(Utf8JsonWriter,TableRow)"/>, with the keys among the properties.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static Dictionary<string, object> Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var json = new Utf8JsonReader(utf8);
            var properties = ReadObject(ref json);
            // Anything after it throws.
            json.Read();
            return properties;
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or OverflowException or InvalidOperationException)
        {
            throw new InvalidDataException("This is no row.", unreadable);
        }
    }

    private static Dictionary<string, object> ReadObject(ref Utf8JsonReader json)
    {
        var properties = new Dictionary<string, object>(StringComparer.Ordinal);
        ReadOnlySpan<byte> type = default;
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueSpan.EndsWith("@odata.type"u8))
            {
                json.Read();
                type = json.ValueSpan;
                continue;
            }
            var name = json.GetString()!;
            json.Read();
            if (json.TokenType != JsonTokenType.Null)
                properties[name] = ReadValue(json, type);
            type = default;
        }
        return properties;
    }

    private static object ReadValue(in Utf8JsonReader json, ReadOnlySpan<byte> type) => json.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number when !type.SequenceEqual("Edm.Double"u8) && json.TryGetInt32(out var number) => number,
        JsonTokenType.Number => json.GetDouble(),
        JsonTokenType.String when type.SequenceEqual("Edm.Binary"u8) => json.GetBytesFromBase64(),
        JsonTokenType.String when type.SequenceEqual("Edm.Int64"u8) =>
            long.Parse(json.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        JsonTokenType.String when type.SequenceEqual("Edm.Double"u8) => double.Parse(json.ValueSpan, CultureInfo.InvariantCulture),
        JsonTokenType.String when type.SequenceEqual("Edm.DateTime"u8) => json.GetDateTimeOffset(),
        JsonTokenType.String when type.SequenceEqual("Edm.Guid"u8) => json.GetGuid(),
        JsonTokenType.String => json.GetString()!,
        _ => throw new JsonException(),
    };

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
                WriteType(json, name, "Edm.Binary"u8);
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
                WriteType(json, name, "Edm.Guid"u8);
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
        WriteType(json, name, "Edm.Int64"u8);
        json.WriteString(name, digits[..length]);
    }

    /// <summary>Always annotated: 3 as a double is written "3", which would be read as an Int32.</summary>
    private static void WriteDouble(Utf8JsonWriter json, string name, double number)
    {
        WriteType(json, name, "Edm.Double"u8);
        if (double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteString(name, double.IsNaN(number) ? "NaN"u8 : number > 0 ? "Infinity"u8 : "-Infinity"u8);
    }

    /// <summary>Seven digits of a second: a tick of .NET and of the service.</summary>
    private static void WriteDateTime(Utf8JsonWriter json, string name, DateTimeOffset date)
    {
        Span<byte> text = stackalloc byte[28];
        date.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'");
        WriteType(json, name, "Edm.DateTime"u8);
        json.WriteString(name, text[..length]);
    }

    private static void WriteType(Utf8JsonWriter json, string name, ReadOnlySpan<byte> type)
    {
        Span<char> annotation = stackalloc char[TableLimits.MaxPropertyNameLength + Annotation.Length];
        name.CopyTo(annotation);
        Annotation.CopyTo(annotation[name.Length..]);
        json.WriteString(annotation[..(name.Length + Annotation.Length)], type);
    }
}
