using System.Text.Json;

namespace SurveyFunctions.Hosting.FunctionsHost;

/// <summary>
/// The body of a call from the Functions host: <c>{"Data":{"message":…},"Metadata":{…}}</c>. Only <c>Data</c> is trusted:
/// properties of a queue message are copied into <c>Metadata</c> and can overwrite anything there.
/// </summary>
public static class TriggerCall
{
    /// <summary>A queue message's text. The host sends it as a JSON string inside a JSON string; one level is accepted too.</summary>
    /// <exception cref="FormatException">The body is not such a call.</exception>
    public static string ReadMessage(ReadOnlyMemory<byte> body) =>
        Read(body, "message", static message => message.ValueKind switch
        {
            JsonValueKind.String => Unquote(message.GetString()!),
            JsonValueKind.Object => message.GetRawText(),
            _ => throw new FormatException("Data.message is neither a string nor an object."),
        });

    /// <exception cref="FormatException">The body is not a call of a timer.</exception>
    public static void RequireTimer(ReadOnlyMemory<byte> body) =>
        Read(body, "timer", static timer => timer.ValueKind == JsonValueKind.Object
            ? timer.ValueKind
            : throw new FormatException("Data.timer is not an object."));

    private static T Read<T>(ReadOnlyMemory<byte> body, string binding, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("Data", out var data)
                && data.ValueKind == JsonValueKind.Object
                && data.TryGetProperty(binding, out var value))
            {
                return read(value);
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // The latter for text that no string can be made of.
            throw new FormatException("The body of the trigger call is not JSON.", malformed);
        }
        throw new FormatException($"The trigger call has no Data.{binding}.");
    }

    private static string Unquote(string text)
    {
        if (!text.StartsWith('"'))
            return text;
        try
        {
            using var inner = JsonDocument.Parse(text);
            return inner.RootElement.ValueKind == JsonValueKind.String ? inner.RootElement.GetString()! : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
