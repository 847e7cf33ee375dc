using System.Text.Json;

using Microsoft.AspNetCore.Routing.Patterns;

using TestSupport.FunctionsHost.Rpc;

namespace TestSupport.FunctionsHost;

/// <summary>A function as the worker tells of it.</summary>
public sealed class HostedFunction
{
    internal HostedFunction(RpcFunctionMetadata metadata)
    {
        Metadata = metadata;
        using var bindings = JsonDocument.Parse($"[{string.Join(',', Bindings)}]");
        var trigger = bindings.RootElement.EnumerateArray().Single(binding => Text(binding, "type")!.EndsWith("Trigger", StringComparison.Ordinal));
        TriggerParameter = Text(trigger, "name")!;
        Queue = Text(trigger, "queueName");
        IsHttp = Text(trigger, "type") == "httpTrigger";
        if (!IsHttp)
            return;
        Route = Text(trigger, "route") ?? Name;
        RouteParameters = [.. RoutePatternFactory.Parse(Route).Parameters.Select(parameter => parameter.Name)];
        if (trigger.TryGetProperty("methods", out var methods))
            Methods = [.. methods.EnumerateArray().Select(method => method.GetString()!)];
    }

    public string Name => Metadata.Name;

    /// <summary>Each as JSON.</summary>
    public IReadOnlyList<string> Bindings => Metadata.RawBindings;

    internal RpcFunctionMetadata Metadata { get; }

    /// <summary>The name of the parameter that takes what started the function.</summary>
    internal string TriggerParameter { get; }

    /// <summary>Null: no queue starts it.</summary>
    internal string? Queue { get; }

    internal bool IsHttp { get; }

    internal string Route { get; } = "";

    internal IReadOnlyList<string> RouteParameters { get; } = [];

    /// <summary>Null: any.</summary>
    internal IReadOnlyList<string>? Methods { get; }

    private static string? Text(JsonElement binding, string property) =>
        binding.TryGetProperty(property, out var value) ? value.GetString() : null;
}
