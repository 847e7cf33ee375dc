using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

using TestSupport;

namespace Infra.Tests.Azure;

/// <summary>
/// What Bicep's own compiler makes of <c>infra/main.bicep</c>, once for all tests: the template that Azure is sent. Where there is no
/// compiler, the tests that ask for it are skipped.
/// </summary>
public sealed partial class Template : IAsyncLifetime
{
    private JsonObject? _json;
    private string _findings = "";
    private IReadOnlyList<JsonObject> _resources = [];

    /// <summary>What the compiler and its checks found.</summary>
    public string Findings => Json is null ? "" : _findings;

    public JsonObject Parameters => Json["parameters"]!.AsObject();

    public JsonObject Outputs => Json["outputs"]!.AsObject();

    public JsonObject Variables => Json["variables"]!.AsObject();

    /// <summary>Those of the modules too.</summary>
    public IReadOnlyList<JsonObject> Resources => Json is null ? [] : _resources;

    /// <summary>The only resource of this type.</summary>
    public JsonObject The(string type) => Of(type).Single();

    public IEnumerable<JsonObject> Of(string type) => Resources.Where(resource => resource["type"]!.GetValue<string>() == type);

    /// <summary>The template of the module that is called so.</summary>
    public JsonObject Module(string name) =>
        Of("Microsoft.Resources/deployments").Single(module => module["name"]!.GetValue<string>() == name)["properties"]!["template"]!.AsObject();

    public string Default(string parameter) => Parameters[parameter]!["defaultValue"]!.ToString();

    public async ValueTask InitializeAsync()
    {
        var compiler = typeof(Template).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(data => data.Key == "Bicep")?.Value;
        if (compiler is null)
            return;
        if (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(compiler).HasFlag(UnixFileMode.UserExecute))
            File.SetUnixFileMode(compiler, File.GetUnixFileMode(compiler) | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(compiler, ["build", Repository.Path("infra", "main.bicep"), "--stdout"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var build = Process.Start(start)!;
        var findings = build.StandardError.ReadToEndAsync();
        var output = await build.StandardOutput.ReadToEndAsync();
        _findings = await findings;
        await build.WaitForExitAsync();
        Assert.True(build.ExitCode == 0, _findings);
        _json = JsonNode.Parse(output)!.AsObject();
        _resources = [.. ResourcesOf(_json)];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The names and values of variables that stand in <c>[variables('…')]</c>; a text in quotes stays as it is.</summary>
    public IEnumerable<string> Evaluated(JsonNode list) =>
        list.AsArray().Select(entry => VariableReference().Match(entry!.GetValue<string>()) is { Success: true } reference
            ? Variables[reference.Groups["name"].Value]!.GetValue<string>()
            : entry.GetValue<string>());

    public override string ToString() => Json.ToJsonString();

    private JsonObject Json
    {
        get
        {
            Assert.SkipWhen(_json is null, "Bicep's compiler is only taken on Linux, x64.");
            return _json!;
        }
    }

    private static IEnumerable<JsonObject> ResourcesOf(JsonObject template) =>
        template["resources"]!.AsArray().Select(resource => resource!.AsObject()).SelectMany(resource =>
            resource["properties"]?["template"] is JsonObject module ? ResourcesOf(module).Prepend(resource) : [resource]);

    [GeneratedRegex(@"^\[variables\('(?<name>\w+)'\)\]$", RegexOptions.NonBacktracking)]
    private static partial Regex VariableReference();
}
