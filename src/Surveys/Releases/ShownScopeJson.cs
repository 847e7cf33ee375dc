using System.Text.Json;
using System.Text.Json.Serialization;

using Surveys.Ids;

namespace Surveys.Releases;

/// <summary>The compact stored form of a <see cref="ShownScope"/>: what is null or hidden takes no room.</summary>
public static class ShownScopeJson
{
    /// <returns>UTF-8.</returns>
    public static byte[] Write(ShownScope scope) => JsonSerializer.SerializeToUtf8Bytes(scope, ShownScopeContext.Default.ShownScope);

    /// <summary>Properties it does not know are skipped: rows written by a later version stay readable.</summary>
    /// <exception cref="FormatException">Not the stored form of a scope.</exception>
    public static ShownScope Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, ShownScopeContext.Default.ShownScope)
                ?? throw new FormatException("A stored scope is null.");
        }
        catch (JsonException malformed)
        {
            throw new FormatException("A stored scope is malformed.", malformed);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    Converters = [typeof(ScopeIdConverter)])]
[JsonSerializable(typeof(ShownScope))]
internal sealed partial class ShownScopeContext : JsonSerializerContext;

internal sealed class ScopeIdConverter : JsonConverter<ScopeId>
{
    public override ScopeId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ScopeId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not the id of a scope.");

    public override void Write(Utf8JsonWriter writer, ScopeId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
