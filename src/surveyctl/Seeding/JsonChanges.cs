using System.Text.Json;
using System.Text.Json.Nodes;

namespace Surveyctl.Seeding;

/// <summary>How two JSON files of the same kind differ, in words for who wrote them.</summary>
internal static class JsonChanges
{
    /// <summary>Each property that differs, texts of several languages each on its own; none: they say the same.</summary>
    public static IReadOnlyList<string> Between(ReadOnlyMemory<byte> stored, ReadOnlyMemory<byte> written) =>
        [.. Between("", JsonNode.Parse(stored.Span), JsonNode.Parse(written.Span))];

    private static IEnumerable<string> Between(string place, JsonNode? stored, JsonNode? written)
    {
        if (JsonNode.DeepEquals(stored, written))
            return [];
        if (stored is JsonObject before && written is JsonObject after)
        {
            return before.Select(property => property.Key).Union(after.Select(property => property.Key))
                .SelectMany(name => Between(place.Length == 0 ? name : $"{place}/{name}", before[name], after[name]));
        }
        return [stored is JsonArray || written is JsonArray ? place : new ChangedValue(place, TextOf(stored), TextOf(written)).ToString()];
    }

    private static string? TextOf(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString();
}
