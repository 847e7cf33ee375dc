using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Infra.Tests.Kubernetes;

/// <summary>
/// One of a kustomization's <c>replacements</c>: a value, and the fields it goes to. A path names fields and positions, with
/// <c>[name=x]</c> for an element of a list and <c>[a.b/c]</c> for a field with points in its name.
/// </summary>
public sealed partial class Replacement(JsonNode replacement)
{
    private const string Data = "data.";

    /// <summary>A name in <c>values.env</c>.</summary>
    public string Source { get; } = replacement["source"]!["fieldPath"]!.GetValue<string>()[Data.Length..];

    /// <summary>Every field must be there already, in at least one document.</summary>
    public void Apply(IReadOnlyDictionary<string, string> values, IReadOnlyList<JsonNode> documents)
    {
        foreach (var target in replacement["targets"]!.AsArray().Select(target => target!))
        {
            var selected = documents.Where(document => IsSelected(document, target["select"]!)).ToList();
            Assert.True(selected.Count > 0, $"No document for {target.ToJsonString()}");
            foreach (var document in selected)
            {
                foreach (var path in target["fieldPaths"]!.AsArray().Select(path => path!.GetValue<string>()))
                    Replace(document, path, values[Source]);
            }
        }
    }

    private static bool IsSelected(JsonNode document, JsonNode select) =>
        document["kind"]!.GetValue<string>() == select["kind"]!.GetValue<string>()
        && (select["name"] is not { } name || document["metadata"]!["name"]!.GetValue<string>() == name.GetValue<string>());

    private static void Replace(JsonNode document, string path, string value)
    {
        var field = document;
        foreach (Match step in Steps().Matches(path))
        {
            var name = step.Value.Trim('[', ']');
            var next = field switch
            {
                JsonArray list when int.TryParse(name, out var position) => list[position],
                JsonArray list => list.Single(element => element!["name"]!.GetValue<string>() == name["name=".Length..]),
                _ => field[name],
            };
            Assert.True(next is not null, $"{document["kind"]} has no {path}");
            field = next;
        }
        field.ReplaceWith(value);
    }

    [GeneratedRegex(@"\[[^\]]+\]|[^.\[\]]+", RegexOptions.NonBacktracking)]
    private static partial Regex Steps();
}
