using System.Text.Json;

namespace Storms;

/// <summary>One storm as a line of a log: JSON, complete in itself.</summary>
internal sealed record StormRecord
{
    private const int MostViolations = 20;

    public required int Seed { get; init; }

    public required StoreKind Store { get; init; }

    public required int Copies { get; init; }

    public required int Responses { get; init; }

    public bool IsHosted { get; init; }

    public required bool IsGentle { get; init; }

    public required double Seconds { get; init; }

    public required int Acknowledged { get; init; }

    public required int Withdrawn { get; init; }

    public int Replacing { get; init; }

    public required int Conflicting { get; init; }

    public required int TooLate { get; init; }

    /// <summary>Null: the wave had closed.</summary>
    public required double? SecondsToTally { get; init; }

    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    public required int Violations { get; init; }

    /// <summary>The first of them.</summary>
    public required IReadOnlyList<string> Violated { get; init; }

    /// <summary>Null: nothing was kept.</summary>
    public required string? Kept { get; init; }

    public static StormRecord Of(StormResult result) => new()
    {
        Seed = result.Plan.Seed,
        Store = result.Plan.Store,
        Copies = result.Plan.Copies,
        Responses = result.Plan.Responses,
        IsHosted = result.Plan.IsHosted,
        IsGentle = result.Plan.IsGentle,
        Seconds = Math.Round(result.Took.TotalSeconds, 1),
        Acknowledged = result.Acknowledged,
        Withdrawn = result.Withdrawn,
        Replacing = result.Replacing,
        Conflicting = result.Conflicting,
        TooLate = result.TooLate,
        SecondsToTally = result.TimeToTally is { } time ? Math.Round(time.TotalSeconds, 1) : null,
        Faults = result.Faults,
        Violations = result.Violations.Count,
        Violated = [.. result.Violations.Take(MostViolations)],
        Kept = result.Kept,
    };

    /// <summary>Is it the storm that this plan makes?</summary>
    public bool IsOf(StormPlan plan) => (Seed, Store, Copies, Responses, IsHosted) == (plan.Seed, plan.Store, plan.Copies, plan.Responses, plan.IsHosted);

    /// <summary>Empty if there is no such file.</summary>
    public static IReadOnlyList<StormRecord> ReadAll(string file) =>
        File.Exists(file) ? [.. File.ReadLines(file).Select(line => JsonSerializer.Deserialize<StormRecord>(line, Json)!)] : [];

    public void AppendTo(string file) => File.AppendAllText(file, JsonSerializer.Serialize(this, Json) + "\n");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter<StoreKind>(JsonNamingPolicy.CamelCase) },
    };
}
