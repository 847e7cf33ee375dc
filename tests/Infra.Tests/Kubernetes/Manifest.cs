using System.Text.Json.Nodes;

namespace Infra.Tests.Kubernetes;

/// <summary>One YAML document.</summary>
/// <param name="Problems">What its schema has against it.</param>
public sealed record Manifest(string File, JsonNode Value, IReadOnlyList<string> Problems)
{
    public string Kind => Value["kind"]!.GetValue<string>();

    public string Name => Value["metadata"]!["name"]!.GetValue<string>();

    public JsonNode Spec => Value["spec"]!;

    /// <summary>Of a Deployment.</summary>
    public JsonNode Pod => Spec["template"]!;

    /// <summary>The one container of a Deployment's pods.</summary>
    public JsonNode Container => Assert.Single(Pod["spec"]!["containers"]!.AsArray())!;

    public override string ToString() => $"{Kind} {Name} in {Path.GetFileName(File)}";

    public static async Task<IReadOnlyList<Manifest>> ReadAsync(params IEnumerable<string> files) =>
    [
        .. (await NodeScript.RunAsync("read-manifests.mjs", files)).Select(document => new Manifest(
            document["file"]!.GetValue<string>(),
            document["value"] ?? new JsonObject(),
            [.. document["problems"]!.AsArray().Select(problem => problem!.GetValue<string>())])),
    ];
}
