using System.Text.Json.Nodes;

using Surveyctl.Local;

using TestSupport;

namespace Infra.Tests;

/// <summary>The scripts of <c>tests/node</c> that print one JSON object a line.</summary>
public static class NodeScript
{
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(string script, IEnumerable<string> files)
    {
        var folder = Repository.Path("tests", "node");
        await NodePackages.EnsureInstalledAsync(folder, TestContext.Current.CancellationToken);
        var lines = await NodeCommand.RunAsync("node", folder, [script, .. files], TestContext.Current.CancellationToken);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }
}
