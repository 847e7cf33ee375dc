using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

using Infra.Tests.Kubernetes;

using SurveyEngine.Keys;

using SurveyStorage.Sqlite;

using TestSupport;

namespace Infra.Tests.Azure;

/// <summary>What the Azure Developer CLI finds: <c>azure.yaml</c> and what it names, held against the repository and the template.</summary>
public sealed partial class AzdTests(Template template)
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(2);

    /// <summary>What azd itself knows of an environment.</summary>
    private static readonly string[] OfAzd = ["AZURE_ENV_NAME", "AZURE_LOCATION", "AZURE_PRINCIPAL_ID", "AZURE_PRINCIPAL_TYPE"];

    [Fact]
    public async Task The_service_is_the_app_and_the_template_tags_it_with_its_name()
    {
        var (name, service) = Assert.Single((await ReadAsync())["services"]!.AsObject());

        Assert.Equal(("dotnet", "function"), (Text(service!["language"]), Text(service["host"])));
        // Several, and azd would not know which to publish.
        var project = Assert.Single(Directory.EnumerateFiles(Repository.Path(Text(service["project"])), "*.*proj"));
        Assert.Equal("SurveyFunctions.csproj", Path.GetFileName(project));
        Assert.StartsWith(
            $"[union(createObject('azd-service-name', '{name}'), ", Text(template.The("Microsoft.Web/sites")["tags"]), StringComparison.Ordinal);
    }

    /// <summary>It keeps the outputs among the user secrets of the project, and writes an id for them into its file if there is none.</summary>
    [Fact]
    public void It_leaves_the_project_file_as_it_is() =>
        Assert.Single(XDocument.Load(Repository.Path("src", "SurveyFunctions", "SurveyFunctions.csproj")).Descendants("UserSecretsId"));

    [Fact]
    public async Task The_template_and_its_parameters_are_where_it_looks()
    {
        var infra = (await ReadAsync())["infra"]!;

        Assert.Equal("bicep", Text(infra["provider"]));
        Assert.True(File.Exists(Repository.Path(Text(infra["path"]), Text(infra["module"]) + ".bicep")));
        Assert.True(File.Exists(Repository.Path(Text(infra["path"]), Text(infra["module"]) + ".parameters.json")));
    }

    [Fact]
    public void Every_parameter_is_one_of_the_template_and_none_is_asked_for()
    {
        var given = Parameters().Select(parameter => parameter.Key).ToList();

        Assert.Contains("adminPrincipalId", given);
        Assert.All(given, name => Assert.True(template.Parameters.ContainsKey(name), name));
        Assert.All(template.Parameters.Where(parameter => parameter.Value!["defaultValue"] is null), parameter => Assert.Contains(parameter.Key, given));
    }

    /// <summary>A variable that nobody sets leaves a parameter as the template has it, and nobody would notice.</summary>
    [Fact]
    public void Every_variable_is_set_by_azd_or_by_the_template_or_told_to_the_operator()
    {
        var guide = File.ReadAllText(Repository.Path("docs", "operate.md"));

        Assert.All(Parameters(), parameter =>
        {
            var variable = Variable().Match(Text(parameter.Value!["value"])).Groups["name"].Value;
            Assert.True(
                OfAzd.Contains(variable) || template.Outputs.ContainsKey(variable) || guide.Contains($"`{variable}`", StringComparison.Ordinal), parameter.Key);
        });
        // What it was at the first deployment: it cannot be changed.
        Assert.Equal("[parameters('budgetStart')]", Text(template.Outputs["budgetStart"]!["value"]));
    }

    [Theory]
    [InlineData("posix")]
    [InlineData("windows")]
    public async Task Tables_and_queues_are_made_after_the_storage(string system)
    {
        var hook = (await ReadAsync())["hooks"]!["postprovision"]![system]!;
        var script = await File.ReadAllTextAsync(Repository.Path(Text(hook["run"])), TestContext.Current.CancellationToken);

        Assert.Contains("dotnet run --project src/surveyctl -c Release -- setup", script, StringComparison.Ordinal);
        var outputs = Endpoint().Matches(script).ToDictionary(match => match.Groups["service"].Value, match => match.Groups["output"].Value);
        Assert.Equal(new() { ["queueService"] = "queueEndpoint", ["tableService"] = "tableEndpoint" }, outputs);
        Assert.All(outputs.Values, output => Assert.True(template.Outputs.ContainsKey(output), output));
    }

    [Fact]
    public async Task The_script_waits_until_Azure_lets_it_make_tables_and_queues()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows runs setup.ps1.");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("dotnet"), $"""
            #!/usr/bin/env bash
            [[ $* == 'run --project src/surveyctl -c Release -- setup' && -d src/surveyctl ]] || exit 9
            [[ $AzureWebJobsStorage__tableServiceUri == https://t/ && $AzureWebJobsStorage__queueServiceUri == https://q/ ]] || exit 9
            if [[ ! -e '{folder.File("asked")}' ]]; then
              touch '{folder.File("asked")}'
              echo 'AuthorizationPermissionMismatch' >&2
              exit 1
            fi
            unset AzureWebJobsStorage AzureWebJobsStorage__tableServiceUri AzureWebJobsStorage__queueServiceUri
            export EmbeddedStore='{folder.File("surveys.db")}'
            PATH='{Environment.GetEnvironmentVariable("PATH")}' exec dotnet '{Path.Combine(AppContext.BaseDirectory, "surveyctl.dll")}' setup
            """, TestContext.Current.CancellationToken);
        await Process.Start("chmod", ["+x", folder.File("dotnet")]).WaitForExitAsync(TestContext.Current.CancellationToken);

        var (exitCode, output) = await RunAsync(new ProcessStartInfo(Repository.Path("infra", "azd", "setup.sh"))
        {
            WorkingDirectory = folder.FullName,
            Environment =
            {
                ["PATH"] = folder.FullName + ":" + Environment.GetEnvironmentVariable("PATH"),
                ["tableEndpoint"] = "https://t/",
                ["queueEndpoint"] = "https://q/",
                ["SETUP_PAUSE_SECONDS"] = "0",
            },
        });

        Assert.True(exitCode == 0, output);
        Assert.Contains("Not yet: Azure may need some minutes.", output, StringComparison.Ordinal);
        using var made = SqliteStorage.Open(folder.File("surveys.db"), TimeProvider.System);
        Assert.Equal(0, await made.Queues.CountAsync(StoreNames.PendingBatches, TestContext.Current.CancellationToken));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(LongEnough, TimeProvider.System);
            await process.WaitForExitAsync();
            return (process.ExitCode, output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<JsonNode> ReadAsync() => Assert.Single(await Manifest.ReadAsync([Repository.Path("azure.yaml")])).Value;

    private static JsonObject Parameters() =>
        JsonNode.Parse(File.ReadAllText(Repository.Path("infra", "main.parameters.json")))!["parameters"]!.AsObject();

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    [GeneratedRegex(@"^\$\{(?<name>\w+)\}$", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();

    [GeneratedRegex(@"AzureWebJobsStorage__(?<service>\w+)Uri ?= ?""?\$(env:)?(?<output>\w+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Endpoint();
}
