using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;

using SurveyEngine.Keys;

using SurveyStorage.Sqlite;

using TestSupport;

namespace Infra.Tests.Azure;

/// <summary>
/// <c>infra/deploy.sh</c> as a coordinator runs it. The Azure CLI is played by a script that answers as Azure would; the storage that
/// surveyctl sets up, and the app whose pages are asked for, are real.
/// </summary>
public sealed partial class DeployScriptTests(Template template) : IDisposable
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(2);
    private static readonly Uri NobodyListens = new("http://127.0.0.1:9/");

    private readonly TemporaryFolder _folder = new();

    /// <summary>Where surveyctl is sent in the place of the storage that Azure would have made, unless a test says otherwise.</summary>
    private string File => _folder.File("surveys.db");

    [Fact]
    public async Task It_makes_the_first_tenant_deploys_and_asks_the_pages_and_can_be_run_again()
    {
        await using var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        // Without the host the app starts on a storage that is set up.
        using (var setUp = new Engine(azurite.Tables, azurite.Queues))
            await setUp.SetUpAsync();
        await using var app = await AppProcess.StartAsync(AppProcess.Standalone(azurite.ConnectionString));
        string[] arguments =
        [
            "--group", "surveys", "--location", "westus2", "--email", "me@example.org", "--time-zone", "America/Los_Angeles",
            "--package", Package(), "--concurrency", "120",
            "--tenant", "valley", "--tenant-name", "Valley schools", "--schools", Repository.Path("seeds", "southeast-seattle", "organisations.csv"),
            "--collections", Repository.Path("seeds", "southeast-seattle", "collections.csv"),
        ];

        var storage = ("AzureWebJobsStorage", azurite.ConnectionString);
        var first = await RunAsync(arguments, app.Address, storage);
        // The tenant keeps its own time zone, whatever that of the deployment is.
        var again = await RunAsync(
            [.. arguments, "--time-zone", "America/Chicago"], app.Address, storage, ("AZ_GROUP_EXISTS", "true"), ("AZ_BUDGET_START", "2026-03-01T00:00:00Z"));

        Assert.True(first.ExitCode == 0, first.Output);
        Assert.True(again.ExitCode == 0, again.Output);
        Assert.Contains($"SurveyFunctions runs: {app.Address}", first.Output, StringComparison.Ordinal);
        Assert.Contains("It is there, and stays as it is.", again.Output, StringComparison.Ordinal);
        Assert.Matches($"admin of all. The link works once[^\n]*\n{app.Address}invitation/valley/", first.Output);
        Assert.Contains("Somebody is invited already", again.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("/invitation/", again.Output, StringComparison.Ordinal);
        var tenants = await IndependentReader.ReadAsync(
            azurite.ConnectionString, StoreNames.Definitions, "valley", TestContext.Current.CancellationToken);
        var tenant = tenants.Single(row => row.RowKey == "tenant");
        Assert.Equal(("Valley schools", "America/Los_Angeles"), (tenant.Properties["Name"].Value, tenant.Properties["TimeZone"].Value));
        Assert.Contains(tenants, row => row.RowKey.StartsWith("node!", StringComparison.Ordinal));

        Assert.Contains("group create --name surveys --location westus2 --output none", first.Asked);
        Assert.DoesNotContain(again.Asked, line => line.StartsWith("group create", StringComparison.Ordinal));
        var deployment = first.Asked.Single(line => line.StartsWith("deployment group create", StringComparison.Ordinal));
        Assert.Contains(" rollupTimeZone=America/Los_Angeles ", deployment, StringComparison.Ordinal);
        Assert.Contains(" perInstanceConcurrency=120 ", deployment, StringComparison.Ordinal);
        Assert.Contains(" adminPrincipalId=11111111-1111-1111-1111-111111111111 ", deployment, StringComparison.Ordinal);
        Assert.DoesNotContain("budgetStart=", deployment, StringComparison.Ordinal);
        Assert.Contains(" budgetStart=2026-03-01 ", again.Asked.Single(line => line.StartsWith("deployment group create", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(first.Asked, line => line.StartsWith("functionapp deployment source config-zip --resource-group surveys --name surveys-abc", StringComparison.Ordinal));
        // Nothing is written to Azure before everything that can be checked is.
        Assert.True(IndexOf(first.Asked, "ad signed-in-user") < IndexOf(first.Asked, "provider register"));
        Assert.Equal(["provider register --namespace Microsoft.App --wait --output none"], first.Asked.Where(line => line.StartsWith("provider register", StringComparison.Ordinal)));
    }

    /// <summary>Publishing itself is tested with the app; here a program in the compiler's place writes the folder.</summary>
    [Fact]
    public async Task The_app_is_packed_with_all_that_the_host_looks_for_and_that_package_is_deployed()
    {
        var run = await BuildAndDeployAsync("echo more > \"$2/Surveys.dll\"");

        var package = Assert.Single(Directory.EnumerateFiles(_folder.File("deploy"), "surveyfunctions-*.zip"));
        Assert.Contains(run.Asked, line => line.Contains($"config-zip --resource-group surveys --name surveys-abc --src {package} ", StringComparison.Ordinal));
        using var zip = await ZipFile.OpenReadAsync(package, TestContext.Current.CancellationToken);
        Assert.Equal(
            [".azurefunctions/Queues.dll", "SurveyFunctions.dll", "Surveys.dll", "functions.metadata", "host.json", "worker.config.json"],
            zip.Entries.Select(entry => entry.FullName).Where(name => !name.EndsWith('/')).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("functions.metadata")]
    [InlineData("worker.config.json")]
    [InlineData(".azurefunctions")]
    public async Task What_was_built_without_something_that_the_host_looks_for_does_not_reach_Azure(string missing)
    {
        var run = await BuildAndDeployAsync($"rm -r \"$2/{missing}\"");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"What was built is no package of the app. It lacks {missing}", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Asked, line => ChangesAzure().IsMatch(line));
    }

    [Fact]
    public async Task A_package_that_is_none_is_told_before_anything_is_done()
    {
        var text = _folder.File("text.zip");
        await System.IO.File.WriteAllTextAsync(text, "no zip", TestContext.Current.CancellationToken);

        var noZip = await RunAsync(["--group", "surveys", "--location", "westus2", "--package", text], NobodyListens);
        var another = await RunAsync(
            ["--group", "surveys", "--location", "westus2", "--package", Package(["worker.config.json", "host.json", "Other.dll"])], NobodyListens);

        Assert.Contains("is no package of the app. It lacks everything: it is no zip.", noZip.Output, StringComparison.Ordinal);
        Assert.Contains("It lacks SurveyFunctions.dll functions.metadata .azurefunctions/.", another.Output, StringComparison.Ordinal);
        Assert.All([noZip, another], run =>
        {
            Assert.Equal(1, run.ExitCode);
            Assert.All(run.Asked, line => Assert.Matches("^(version|account show)", line));
        });
    }

    /// <summary>The runtime last, right before the package: in between no instance can run.</summary>
    [Fact]
    public async Task An_app_that_was_a_custom_handler_becomes_an_isolated_worker_right_before_its_package()
    {
        var run = await RunAsync(
            ["--group", "surveys", "--package", Package(), "--domain", "surveys.example.org"],
            NobodyListens,
            ("AZ_GROUP_EXISTS", "true"), ("AZ_RUNTIME", "custom"));

        Assert.Contains("runs as 'custom', and the package is for 'dotnet-isolated'", run.Output, StringComparison.Ordinal);
        var changes = run.Asked.Where(line => ChangesAzure().IsMatch(line)).ToList();
        Assert.All(changes.SkipLast(2).Where(IsDeployment), line => Assert.EndsWith(" runtime=custom --output none", line, StringComparison.Ordinal));
        Assert.Contains(changes.SkipLast(2), IsDeployment);
        Assert.True(IsDeployment(changes[^2]));
        Assert.EndsWith(" customDomain=surveys.example.org runtime=dotnet-isolated --output none", changes[^2], StringComparison.Ordinal);
        Assert.StartsWith("functionapp deployment source config-zip", changes[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_of_a_custom_handler_takes_the_app_back_to_that_runtime()
    {
        var run = await RunAsync(
            ["--group", "surveys", "--package", CustomPackage()], NobodyListens, ("AZ_GROUP_EXISTS", "true"), ("AZ_RUNTIME", "dotnet-isolated"));

        Assert.Contains("runs as 'dotnet-isolated', and the package is for 'custom'", run.Output, StringComparison.Ordinal);
        var changes = run.Asked.Where(line => ChangesAzure().IsMatch(line)).ToList();
        Assert.EndsWith(" runtime=dotnet-isolated --output none", changes.First(IsDeployment), StringComparison.Ordinal);
        Assert.EndsWith(" runtime=custom --output none", changes[^2], StringComparison.Ordinal);
        Assert.StartsWith("functionapp deployment source config-zip", changes[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dotnet-isolated", false)]
    [InlineData("custom", true)]
    public async Task A_runtime_that_stays_is_deployed_once(string runtime, bool isCustom)
    {
        var run = await RunAsync(
            ["--group", "surveys", "--package", isCustom ? CustomPackage() : Package()], NobodyListens, ("AZ_GROUP_EXISTS", "true"), ("AZ_RUNTIME", runtime));

        Assert.DoesNotContain("runs as", run.Output, StringComparison.Ordinal);
        Assert.EndsWith($" runtime={runtime} --output none", Assert.Single(run.Asked, IsDeployment), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_your_own_is_added_before_its_certificate_is_asked_for()
    {
        var run = await RunAsync(
            ["--group", "surveys", "--location", "westus2", "--package", Package(), "--domain", "surveys.example.org"], NobodyListens);

        var deployments = run.Asked.Where(line => line.StartsWith("deployment group create", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, deployments.Count);
        Assert.DoesNotContain("customDomain", deployments[0], StringComparison.Ordinal);
        Assert.Contains(" customDomain=surveys.example.org ", deployments[1], StringComparison.Ordinal);
        Assert.True(IndexOf(run.Asked, "functionapp config hostname add") > IndexOf(run.Asked, "deployment group create"));
        Assert.True(IndexOf(run.Asked, "functionapp config hostname add") < run.Asked.ToList().IndexOf(deployments[1]));
    }

    [Fact]
    public async Task A_name_that_is_there_already_is_not_added_again_as_that_would_take_its_certificate_away()
    {
        var run = await RunAsync(
            ["--group", "surveys", "--location", "westus2", "--package", Package(), "--domain", "surveys.example.org"],
            NobodyListens,
            ("AZ_DOMAIN", "surveys.example.org"));

        Assert.DoesNotContain(run.Asked, line => line.StartsWith("functionapp config hostname add", StringComparison.Ordinal));
        Assert.Contains(run.Asked, line => line.Contains(" customDomain=surveys.example.org ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_if_changes_nothing()
    {
        foreach (var exists in new[] { "false", "true" })
        {
            var run = await RunAsync(["--group", "surveys", "--location", "westus2", "--what-if"], NobodyListens, ("AZ_GROUP_EXISTS", exists));

            Assert.True(run.ExitCode == 0, run.Output);
            Assert.Contains("Nothing was changed.", run.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(run.Asked, line => ChangesAzure().IsMatch(line));
            Assert.Equal(exists == "true", run.Asked.Any(line => line.StartsWith("deployment group what-if", StringComparison.Ordinal)));
        }
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_and_nothing_is_done()
    {
        var run = await RunAsync(
            [
                "--name", "X", "--email", "nobody", "--memory", "3", "--concurrency", "many", "--budget", "0", "--redundancy", "none", "--domain", "nope",
                "--time-zone", "America/Chikago", "--tenant", "Bad_", "--schools", "nowhere.csv", "--package", "nothing.zip", "--retention", "1",
            ],
            NobodyListens,
            ("AZ_SIGNED_OUT", "true"));

        Assert.Equal(1, run.ExitCode);
        string[] told =
        [
            "--group is missing", "--name is 'X'", "--email is 'nobody'", "--memory is '3'", "--concurrency is 'many': give a whole number from 99 to 1000. Those that wait together share one storage transaction", "--budget is '0'",
            "--redundancy is 'none'", "--domain is 'nope'", "--time-zone is 'America/Chikago'", "--tenant is 'Bad_'", "--tenant-name is missing",
            "no file 'nowhere.csv'", "no file 'nothing.zip'", "--retention is '1'", "run 'az login'",
        ];
        Assert.All(told, problem => Assert.Contains(problem, run.Output, StringComparison.Ordinal));
        Assert.All(run.Asked, line => Assert.Matches("^(version|account show)", line));
    }

    [Theory]
    [InlineData("2.59.9", false)]
    [InlineData("2.60.0", true)]
    [InlineData("2.100.1", true)]
    public async Task An_old_Azure_CLI_is_refused(string version, bool isNewEnough)
    {
        var run = await RunAsync(["--group", "surveys", "--location", "westus2", "--what-if"], NobodyListens, ("AZ_VERSION", version));

        Assert.Equal(isNewEnough, run.ExitCode == 0);
        Assert.Equal(!isNewEnough, run.Output.Contains("run 'az upgrade'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_step_that_fails_says_which_and_what_to_do_and_nothing_is_done_after_it()
    {
        var run = await RunAsync(
            ["--group", "surveys", "--location", "westus2", "--package", Package()], NobodyListens, ("AZ_DEPLOYMENT_FAILS", "true"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("AuthorizationFailed", run.Output, StringComparison.Ordinal);
        Assert.Contains("This failed while deploying storage, identity, app and alerts.", run.Output, StringComparison.Ordinal);
        Assert.Contains("you must be Owner", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("deployment group create", run.Asked[^1], StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task Pages_that_do_not_answer_are_told_when_tables_and_queues_are_made()
    {
        var run = await RunAsync(["--group", "surveys", "--location", "westus2", "--package", Package()], NobodyListens);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("answered '000' in place of 200", run.Output, StringComparison.Ordinal);
        Assert.Contains("This failed while asking the pages.", run.Output, StringComparison.Ordinal);
        using var made = SqliteStorage.Open(File, TimeProvider.System);
        foreach (var table in StoreNames.Tables)
            Assert.Null(await made.Tables.GetAsync(table, "none", "none", TestContext.Current.CancellationToken));
        foreach (var queue in StoreNames.Queues)
            Assert.Equal(0, await made.Queues.CountAsync(queue, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("--colour", "blue", "'--colour' is no option")]
    [InlineData("--group", null, "--group needs a value")]
    [InlineData("group", null, "'group' is no option")]
    public async Task An_option_that_is_none_is_told(string option, string? value, string told)
    {
        var run = await RunAsync(value is null ? [option] : [option, value], NobodyListens);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(told, run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Asked);
    }

    /// <summary>What the help promises is what is deployed, and every parameter that is passed is one that is there.</summary>
    [Fact]
    public async Task Its_defaults_are_those_of_the_template()
    {
        var run = await RunAsync(["--group", "surveys", "--location", "westus2", "--package", Package()], NobodyListens);

        var passed = Parameter().Matches(run.Asked.First(line => line.StartsWith("deployment group create", StringComparison.Ordinal)))
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        Assert.Contains("storageRedundancy", passed.Keys);
        Assert.All(passed.Keys, name => Assert.True(template.Parameters.ContainsKey(name), name));
        string[] own = ["location", "adminPrincipalId"];
        Assert.All(passed.Where(parameter => !own.Contains(parameter.Key)), parameter => Assert.Equal(template.Default(parameter.Key), parameter.Value));
    }

    public void Dispose() => _folder.Dispose();

    private static int IndexOf(IReadOnlyList<string> lines, string start)
    {
        var index = lines.ToList().FindIndex(line => line.StartsWith(start, StringComparison.Ordinal));
        Assert.True(index >= 0, start);
        return index;
    }

    private static bool IsDeployment(string line) => line.StartsWith("deployment group create", StringComparison.Ordinal);

    /// <summary>As an earlier run made it.</summary>
    private string Package() => Package(["host.json", "SurveyFunctions.dll", "functions.metadata", "worker.config.json", ".azurefunctions/Queues.dll"]);

    /// <summary>As a run of a version made it that was a custom handler.</summary>
    private string CustomPackage() => Package(["host.json", "SurveyFunctions", "Home/function.json"], """{ "version": "2.0", "customHandler": {} }""");

    private string Package(string[] names, string host = """{ "version": "2.0" }""")
    {
        var path = _folder.File($"{Guid.NewGuid()}.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var name in names)
        {
            using var entry = new StreamWriter(zip.CreateEntry(name).Open());
            entry.Write(name == "host.json" ? host : name);
        }
        return path;
    }

    /// <param name="change">A command on the published folder, which it finds as <c>$2</c>.</param>
    private async Task<Run> BuildAndDeployAsync(string change)
    {
        var compiler = Directory.CreateDirectory(_folder.File("compiler"));
        await System.IO.File.WriteAllTextAsync(Path.Combine(compiler.FullName, "dotnet"), $"""
            #!/usr/bin/env bash
            [[ $1 == publish ]] || PATH='{Environment.GetEnvironmentVariable("PATH")}' exec dotnet "$@"
            while [[ $1 != -o ]]; do shift; done
            mkdir -p "$2/.azurefunctions" && cp '{Repository.Path("host.json")}' "$2"
            touch "$2/SurveyFunctions.dll" "$2/functions.metadata" "$2/worker.config.json" "$2/.azurefunctions/Queues.dll"
            {change}
            """);
        await Process.Start("chmod", ["+x", Path.Combine(compiler.FullName, "dotnet")]).WaitForExitAsync();
        return await RunAsync(
            ["--group", "surveys", "--location", "westus2"],
            NobodyListens,
            ("DEPLOY_FOLDER", _folder.File("deploy")),
            ("PATH", $"{compiler.FullName}:{Repository.Path("tests", "Infra.Tests", "Azure")}:{Environment.GetEnvironmentVariable("PATH")}"));
    }

    private async Task<Run> RunAsync(string[] arguments, Uri app, params (string Name, string Value)[] environment)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "deploy.sh runs on Linux, macOS and in the Cloud Shell.");
        var log = _folder.File("asked.log");
        await System.IO.File.WriteAllTextAsync(log, "");
        var start = new ProcessStartInfo("bash", [Repository.Path("infra", "deploy.sh"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PATH"] = Repository.Path("tests", "Infra.Tests", "Azure") + ":" + Environment.GetEnvironmentVariable("PATH"),
                ["AZ_LOG"] = log,
                ["AZ_APP_URL"] = app.ToString(),
                ["SURVEYCTL"] = await WriteSurveyctlAsync(),
                ["DEPLOY_PATIENCE_SECONDS"] = "0",
                ["DEPLOY_PAUSE_SECONDS"] = "0",
            },
        };
        start.Environment.Remove("AzureWebJobsStorage");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(LongEnough, TimeProvider.System);
            await process.WaitForExitAsync();
            return new Run(process.ExitCode, output + await errors, await System.IO.File.ReadAllLinesAsync(log));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>surveyctl itself, on this test's storage in the place of the one that Azure would have made.</summary>
    private async Task<string> WriteSurveyctlAsync()
    {
        var path = _folder.File("surveyctl.sh");
        await System.IO.File.WriteAllTextAsync(path, $$"""
            #!/usr/bin/env bash
            [[ $AzureWebJobsStorage__tableServiceUri == https://account.table.core.windows.net/ ]] || exit 9
            [[ $AzureWebJobsStorage__queueServiceUri == https://account.queue.core.windows.net/ ]] || exit 9
            unset AzureWebJobsStorage__tableServiceUri AzureWebJobsStorage__queueServiceUri
            [[ -n ${AzureWebJobsStorage:-} ]] || export EmbeddedStore='{{File}}'
            exec dotnet '{{Path.Combine(AppContext.BaseDirectory, "surveyctl.dll")}}' "$@"
            """);
        return $"bash {path}";
    }

    private sealed record Run(int ExitCode, string Output, IReadOnlyList<string> Asked);

    [GeneratedRegex(@"\b(create|register|config-zip|add|delete|update|set)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ChangesAzure();

    [GeneratedRegex(@" (?<name>[a-zA-Z]+)=(?<value>\S*)", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
