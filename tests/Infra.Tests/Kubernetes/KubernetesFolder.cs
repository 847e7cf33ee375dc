using System.Text.Json.Nodes;

using TestSupport;

namespace Infra.Tests.Kubernetes;

/// <summary>Everything in <c>infra/container/kubernetes</c>, read once for all tests.</summary>
public sealed class KubernetesFolder : IAsyncLifetime
{
    private IReadOnlyList<Manifest> _manifests = [];
    private JsonNode? _kustomization;

    public static string Folder { get; } = Repository.Path("infra", "container", "kubernetes");

    /// <summary>What somebody sets for a place of their own, by name.</summary>
    public static IReadOnlyDictionary<string, string> Values { get; } = File.ReadAllLines(Path.Combine(Folder, "values.env"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>All but the kustomization, as they are in the files.</summary>
    public IReadOnlyList<Manifest> Manifests => _manifests;

    public JsonNode Kustomization => _kustomization ?? throw new InvalidOperationException("Nothing was read.");

    public IEnumerable<Manifest> OfKind(string kind) => _manifests.Where(manifest => manifest.Kind == kind);

    public Manifest The(string kind, string name) => Assert.Single(OfKind(kind), manifest => manifest.Name == name);

    /// <summary>What the kustomization makes of the settings: one ConfigMap for both deployments.</summary>
    public JsonObject Settings()
    {
        var maps = Kustomization["configMapGenerator"]!.AsArray();
        var literals = maps.Single(map => map!["name"]!.GetValue<string>() == "settings")!["literals"]!.AsArray()
            .Select(literal => literal!.GetValue<string>().Split('=', 2));
        return new JsonObject
        {
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "settings" },
            ["data"] = new JsonObject(literals.Select(pair => KeyValuePair.Create(pair[0], (JsonNode?)pair[1]))),
        };
    }

    /// <summary>The documents and the settings with the values where the kustomization puts them.</summary>
    public IReadOnlyList<JsonNode> Replaced()
    {
        JsonNode[] documents = [Settings(), .. _manifests.Select(manifest => manifest.Value.DeepClone())];
        foreach (var replacement in Kustomization["replacements"]!.AsArray().Select(replacement => new Replacement(replacement!)))
            replacement.Apply(Values, documents);
        return documents;
    }

    public async ValueTask InitializeAsync()
    {
        var all = await Manifest.ReadAsync(Directory.EnumerateFiles(Folder, "*.yaml").Order());
        _manifests = [.. all.Where(manifest => Path.GetFileName(manifest.File) != "kustomization.yaml")];
        _kustomization = all.Single(manifest => Path.GetFileName(manifest.File) == "kustomization.yaml").Value;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
