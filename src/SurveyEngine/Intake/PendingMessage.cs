using System.Text.Json;

using SurveyEngine.Keys;

namespace SurveyEngine.Intake;

/// <summary>The only message there is: <c>{"v":1,"partition":"tenant!wave!00007"}</c>. It carries no answers.</summary>
public static class PendingMessage
{
    private const int Version = 1;

    /// <summary>Every character of a partition key stands in JSON as it is.</summary>
    public static string Write(ResponsesPartition partition) => $$"""{"v":{{Version}},"partition":"{{partition.Key}}"}""";

    public static bool IsValid(string text) => TryRead(text, out _);

    /// <exception cref="FormatException">Not a message of this version: it belongs in the poison queue, for somebody to look at.</exception>
    public static ResponsesPartition Read(string text) =>
        TryRead(text, out var partition) ? partition : throw new FormatException($"Not a pending-batches message of version {Version}.");

    private static bool TryRead(string text, out ResponsesPartition parsed)
    {
        parsed = default;
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement is { ValueKind: JsonValueKind.Object } message
                && message.TryGetProperty("v", out var version)
                && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number == Version
                && message.TryGetProperty("partition", out var partition)
                && partition.ValueKind == JsonValueKind.String
                && ResponsesPartition.TryParse(partition.GetString(), out parsed);
        }
        // The second: half a surrogate pair as an escape, which no string can be made of.
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
