using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

using Azure;

namespace SurveyStorage;

/// <summary>
/// Reads the JSON of the table service with <c>odata=minimalmetadata</c>, where the annotation of a property comes right
/// before it. One reader serves one query: rows of a range share their partition key and most property names, so those
/// strings are made once.
/// </summary>
internal sealed class RowJsonReader
{
    private readonly List<string> _names = [];
    private int _expectedName;
    private string? _partitionKey;

    public TableRow ReadEntity(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return ReadEntity(ref reader);
    }

    public List<TableRow> ReadPage(ReadOnlySpan<byte> json)
    {
        var rows = new List<TableRow>();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                continue;
            var isRows = reader.ValueTextEquals("value"u8);
            reader.Read();
            if (!isRows)
            {
                reader.Skip();
                continue;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                rows.Add(ReadEntity(ref reader));
        }
        return rows;
    }

    private TableRow ReadEntity(ref Utf8JsonReader reader)
    {
        string? partitionKey = null;
        string? rowKey = null;
        DateTimeOffset? timestamp = null;
        ETag etag = default;
        var properties = new Dictionary<string, object>(_names.Count, StringComparer.Ordinal);
        var type = EdmType.None;
        _expectedName = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (IsAnnotation(reader))
            {
                reader.Read();
                type = ReadType(reader);
            }
            else if (reader.ValueTextEquals("odata.etag"u8))
            {
                reader.Read();
                etag = new ETag(reader.GetString()!);
            }
            else if (reader.ValueTextEquals("PartitionKey"u8))
            {
                reader.Read();
                if (_partitionKey is null || !reader.ValueTextEquals(_partitionKey))
                    _partitionKey = reader.GetString()!;
                partitionKey = _partitionKey;
            }
            else if (reader.ValueTextEquals("RowKey"u8))
            {
                reader.Read();
                rowKey = reader.GetString();
            }
            else if (reader.ValueTextEquals("Timestamp"u8))
            {
                reader.Read();
                timestamp = reader.GetDateTimeOffset();
                type = EdmType.None;
            }
            else if (reader.ValueSpan.StartsWith("odata."u8))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                var name = ReadName(reader);
                reader.Read();
                if (ReadValue(reader, type, name) is { } value)
                    properties[name] = value;
                type = EdmType.None;
            }
        }

        if (partitionKey is null || rowKey is null)
            throw new JsonException("The table service answered with a row that has no keys.");
        return new TableRow(partitionKey, rowKey, properties) { ETag = etag, Timestamp = timestamp };
    }

    private static bool IsAnnotation(in Utf8JsonReader reader) => reader.ValueSpan.EndsWith("@odata.type"u8);

    private static EdmType ReadType(in Utf8JsonReader reader)
    {
        var type = reader.ValueSpan;
        return type switch
        {
            _ when type.SequenceEqual(EdmTypeName.Binary) => EdmType.Binary,
            _ when type.SequenceEqual(EdmTypeName.Int64) => EdmType.Int64,
            _ when type.SequenceEqual(EdmTypeName.Double) => EdmType.Double,
            _ when type.SequenceEqual(EdmTypeName.DateTime) => EdmType.DateTime,
            _ when type.SequenceEqual(EdmTypeName.Guid) => EdmType.Guid,
            _ => EdmType.None,
        };
    }

    private string ReadName(in Utf8JsonReader reader)
    {
        if (_expectedName < _names.Count && reader.ValueTextEquals(_names[_expectedName]))
            return _names[_expectedName++];
        for (var i = 0; i < _names.Count; i++)
        {
            if (reader.ValueTextEquals(_names[i]))
            {
                _expectedName = i + 1;
                return _names[i];
            }
        }
        var name = reader.GetString()!;
        _names.Add(name);
        _expectedName = _names.Count;
        return name;
    }

    /// <summary>Null for JSON null: there is no such property.</summary>
    private static object? ReadValue(in Utf8JsonReader reader, EdmType type, string name) => reader.TokenType switch
    {
        JsonTokenType.String => ReadString(reader, type),
        JsonTokenType.Number => ReadNumber(reader, type),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Null => null,
        _ => throw new JsonException($"The table service answered with a property '{name}' that is no value."),
    };

    private static object ReadString(in Utf8JsonReader reader, EdmType type) => type switch
    {
        EdmType.Binary => reader.GetBytesFromBase64(),
        EdmType.Int64 => Utf8Parser.TryParse(reader.ValueSpan, out long number, out var read) && read == reader.ValueSpan.Length
            ? number
            : throw new JsonException("The table service answered with an Edm.Int64 that is no number."),
        EdmType.Double => double.Parse(reader.ValueSpan, System.Globalization.CultureInfo.InvariantCulture),
        EdmType.DateTime => reader.GetDateTimeOffset(),
        EdmType.Guid => reader.GetGuid(),
        _ => reader.GetString()!,
    };

    /// <summary>Without an annotation a number with a point or an exponent is a double, any other an Int32.</summary>
    private static object ReadNumber(in Utf8JsonReader reader, EdmType type) =>
        type == EdmType.None && reader.ValueSpan.IndexOfAny(FractionMarks) < 0 && reader.TryGetInt32(out var number)
            ? (object)number
            : reader.GetDouble();

    private static readonly SearchValues<byte> FractionMarks = SearchValues.Create(".eE"u8);

    private enum EdmType
    {
        None,
        Binary,
        Int64,
        Double,
        DateTime,
        Guid,
    }
}
