using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

using Infra.Tests.Kubernetes;

using SurveyFunctions.Hosting;

using TestSupport;

namespace Infra.Tests.Tooling;

/// <summary>What lies at hand for whoever works on the repository: it names files, versions and ports that change elsewhere.</summary>
public sealed partial class ToolingTests
{
    private const string Node = "20";

    private static readonly string[] JsonFiles =
        [".devcontainer/devcontainer.json", ".vscode/extensions.json", "global.json", "host.json", "local.settings.example.json"];

    [Fact]
    public void Every_JSON_file_at_the_top_is_JSON() => Assert.All(JsonFiles, file => Assert.NotNull(Json(file)));

    [Fact]
    public async Task The_workflow_runs_what_every_change_has_to_pass_and_may_do_no_more_than_read()
    {
        var workflow = Assert.Single(await Manifest.ReadAsync(Repository.Path(".github", "workflows", "ci.yml"))).Value;
        var job = Assert.Single(workflow["jobs"]!.AsObject()).Value!;
        var steps = job["steps"]!.AsArray().Select(step => step!).ToList();

        Assert.Equal(".ci/run", steps[^1]["run"]!.GetValue<string>());
        Assert.True(File.Exists(Repository.Path(".ci", "run")));
        Assert.Equal("""{"contents":"read"}""", workflow["permissions"]!.ToJsonString());
        Assert.Null(job["permissions"]);
        // A tag can be given to another commit.
        Assert.All(steps.SkipLast(1), step => Assert.Matches("^actions/(checkout|setup-dotnet|setup-node)@[0-9a-f]{40}$", step["uses"]!.GetValue<string>()));
        Assert.Equal("global.json", With(steps, "setup-dotnet", "global-json-file"));
        Assert.Equal(Node, With(steps, "setup-node", "node-version"));
    }

    [Fact]
    public void The_container_has_the_SDK_and_Node_and_shows_the_port_of_the_demo()
    {
        var container = Json(".devcontainer/devcontainer.json");
        var sdk = Json("global.json")["sdk"]!["version"]!.GetValue<string>();

        Assert.EndsWith($"/dotnet:{string.Join('.', sdk.Split('.')[..2])}", container["image"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(Node, Assert.Single(container["features"]!.AsObject()).Value!["version"]!.GetValue<string>());
        Assert.Equal([AppOptions.DefaultPort], container["forwardPorts"]!.AsArray().Select(port => port!.GetValue<int>()));
        Assert.Contains("SurveyFunctions.sln", container["postCreateCommand"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_container_has_the_extensions_that_are_recommended() => Assert.Equal(
        Json(".vscode/extensions.json")["recommendations"]!.ToJsonString(),
        Json(".devcontainer/devcontainer.json")["customizations"]!["vscode"]!["extensions"]!.ToJsonString());

    [Fact]
    public void What_contributing_names_is_there()
    {
        var text = File.ReadAllText(Repository.Path("CONTRIBUTING.md"));
        var paths = Quoted().Matches(text).Concat(Linked().Matches(text)).Select(match => match.Groups["path"].Value).ToHashSet();

        Assert.Contains(".ci/run", paths);
        Assert.Contains("docs/architecture.md", paths);
        Assert.All(paths, path => Assert.True(Path.Exists(Repository.Path(path)), path));
    }

    private static string? With(IEnumerable<JsonNode> steps, string action, string input) =>
        steps.Single(step => step["uses"]?.GetValue<string>().StartsWith($"actions/{action}@", StringComparison.Ordinal) == true)["with"]![input]!.ToString();

    private static JsonNode Json(string file) => JsonNode.Parse(File.ReadAllText(Repository.Path(file)))!;

#pragma warning disable MA0009 // Only our own file is matched.
    [GeneratedRegex("`(?<path>[A-Za-z.]+(?:/[A-Za-z.]+)+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\]\((?<path>[^)#:]+)(?:#[^)]*)?\)")]
    private static partial Regex Linked();
}
