using System.Text.Json;

using Microsoft.AspNetCore.Http;

using TestSupport.FunctionsHost.Rpc;

namespace TestSupport.FunctionsHost;

/// <summary>What started a function, in the form in which the host sends it: a value for the parameter, and metadata by name.</summary>
public sealed class TriggerData
{
    private static readonly TypedData Forwarded = new() { Http = new RpcHttp() };

    private TriggerData(TypedData value) => Value = value;

    internal TypedData Value { get; }

    internal Dictionary<string, TypedData> Metadata { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A message of a queue; the members of one that is JSON are metadata as well, and may be named like the host's own.</summary>
    public static TriggerData QueueMessage(string text, long dequeueCount = 1, string? id = null, string popReceipt = "AgAAAAMAAAAAAAAA")
    {
        var now = TimeProvider.System.GetUtcNow();
        var data = new TriggerData(Text(text))
        {
            Metadata =
            {
                ["QueueTrigger"] = Text(text),
                ["DequeueCount"] = Json(dequeueCount),
                ["Id"] = Text(id ?? Guid.NewGuid().ToString()),
                ["PopReceipt"] = Text(popReceipt),
                ["InsertionTime"] = Json(now),
                ["NextVisibleTime"] = Json(now.AddMinutes(10)),
                ["ExpirationTime"] = Json(now.AddDays(7)),
            },
        };
        data.AddMembersOf(text);
        return data;
    }

    /// <summary>A timer that fires.</summary>
    /// <param name="isPastDue">It should have fired while nothing ran.</param>
    /// <param name="last">When it fired before; null: never, and the host keeps no status of it.</param>
    public static TriggerData Timer(bool isPastDue = false, DateTimeOffset? last = null) => Timer(JsonSerializer.Serialize(new
    {
        Schedule = new { AdjustForDST = true },
        ScheduleStatus = last is { } fired ? new { Last = fired, Next = fired.AddHours(1), LastUpdated = fired } : null,
        IsPastDue = isPastDue,
    }));

    /// <summary>A timer of which the host says this.</summary>
    public static TriggerData Timer(string json) => new(new TypedData { Json = json })
    {
        Metadata = { ["TimerTrigger"] = Text(TimeProvider.System.GetUtcNow().ToString("MM/dd/yyyy HH:mm:ss")) },
    };

    /// <summary>
    /// A request that is forwarded. Route values hide query parameters of their names, also where an optional one is missing. (The real
    /// host reads a body of known length before it calls, and adds the members of one that is JSON.)
    /// </summary>
    internal static TriggerData Http(HttpRequest request, HostedFunction function)
    {
        var data = new TriggerData(Forwarded);
        var query = request.Query.ToDictionary(parameter => parameter.Key, parameter => parameter.Value[^1]);
        foreach (var (name, value) in query)
        {
            if (!name.Equals("code", StringComparison.OrdinalIgnoreCase))
                data.Metadata[name] = Text(value ?? "");
        }
        foreach (var name in function.RouteParameters)
        {
            if (request.RouteValues[name] is string value)
                data.Metadata[name] = Text(value);
            else
                data.Metadata.Remove(name);
        }
        data.Metadata.TryAdd("Query", Json(query));
        data.Metadata.TryAdd("Headers", Json(request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString())));
        return data;
    }

    private static TypedData Text(string value) => new() { String = value };

    private static TypedData Json<T>(T value) => new() { Json = JsonSerializer.Serialize(value) };

    private void AddMembersOf(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return;
            foreach (var member in json.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.Object)
                    Metadata[member.Name] = new TypedData { Json = member.Value.GetRawText() };
                else if (member.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
                    Metadata[member.Name] = Text(member.Value.ToString());
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // A message may be any text.
        }
    }
}
