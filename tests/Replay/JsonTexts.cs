using System.Text.Json;

namespace Replay;

internal static class JsonTexts
{
    public static void WriteTexts(this Utf8JsonWriter json, string property, IEnumerable<string> texts)
    {
        json.WriteStartArray(property);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>An array of objects.</summary>
    public static void WriteObjects<T>(this Utf8JsonWriter json, string property, IEnumerable<T> values, Action<T> write)
    {
        json.WriteStartArray(property);
        foreach (var value in values)
        {
            json.WriteStartObject();
            write(value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
