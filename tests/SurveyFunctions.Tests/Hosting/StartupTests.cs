using System.Net;
using System.Net.Sockets;

using SurveyFunctions.Tests.Intake;

using TestSupport;
using TestSupport.FunctionsHost;

namespace SurveyFunctions.Tests.Hosting;

/// <summary>How the app starts, refuses to, and ends: each with a process of its own.</summary>
public sealed class StartupTests(AppFixture app)
{
    /// <summary>A host that never answers: whoever refuses to start does not ask it.</summary>
    private static readonly string[] UnderHost = ["--functions-uri", "http://127.0.0.1:9"];

    [Fact]
    public async Task Everything_missing_or_wrong_in_the_configuration_is_named()
    {
        var (exitCode, output) = await AppProcess.RunAsync(new Dictionary<string, string>
        {
            ["AzureWebJobsStorage__tableServiceUri"] = "not an address",
            ["AzureWebJobsStorage__queueServiceUri"] = "http://account.queue.core.windows.net",
            ["AzureWebJobsStorage__credential"] = "password",
            ["Port"] = "70000",
            ["Work"] = "perhaps",
            ["ListenOutside"] = "2",
            ["NightlyRollupTimeZone"] = "America/Chikago",
        });

        Assert.Equal(1, exitCode);
        foreach (var named in new[] { "tableServiceUri", "queueServiceUri", "credential", "Port is '70000'", "Work is 'perhaps'", "ListenOutside is '2'", "America/Chikago" })
            Assert.Contains(named, output, StringComparison.Ordinal);
        AssertIsNoStackTrace(output);
    }

    [Theory]
    [InlineData(null, "AzureWebJobsStorage to a connection string")]
    [InlineData("nonsense", "not a connection string")]
    [InlineData("AccountName=a;AccountKey=secretsecret;TableEndpoint=::", "not a connection string")]
    public async Task Without_a_storage_it_says_how_to_name_one(string? connectionString, string said)
    {
        foreach (var isUnderFunctionsHost in new[] { false, true })
        {
            var settings = isUnderFunctionsHost ? AppProcess.UnderFunctionsHost(connectionString ?? "") : AppProcess.Standalone(connectionString ?? "");
            if (connectionString is null)
                settings.Remove("AzureWebJobsStorage");

            var (exitCode, output) = await AppProcess.RunAsync(settings, isUnderFunctionsHost ? UnderHost : []);

            Assert.Equal(1, exitCode);
            Assert.Contains(said, output, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
            AssertIsNoStackTrace(output);
        }
    }

    [Fact]
    public async Task With_a_storage_that_does_not_answer_it_says_how_to_start_one_and_takes_no_other()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output) = await AppProcess.RunInAsync(folder, AppProcess.Standalone(NobodyListens()));

        Assert.Equal(1, exitCode);
        Assert.Contains("Start Azurite", output, StringComparison.Ordinal);
        AssertIsNoStackTrace(output);
        AssertMadeNoFile(folder);
    }

    [Fact]
    public async Task Without_any_storage_both_kinds_are_named()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output) = await AppProcess.RunInAsync(folder, AppProcess.Embedded(""));

        Assert.Equal(1, exitCode);
        Assert.Contains("AzureWebJobsStorage to a connection string", output, StringComparison.Ordinal);
        Assert.Contains("EmbeddedStore to the path of a file", output, StringComparison.Ordinal);
        AssertIsNoStackTrace(output);
        AssertMadeNoFile(folder);
    }

    [Fact]
    public async Task Under_the_Functions_host_a_file_is_no_storage()
    {
        using var folder = new TemporaryFolder();
        var settings = AppProcess.UnderFunctionsHost(app.Azurite.ConnectionString);
        settings["EmbeddedStore"] = folder.File("surveys.db");

        var (exitCode, output) = await AppProcess.RunAsync(settings, UnderHost);

        Assert.Equal(1, exitCode);
        Assert.Contains("the disk of a function does not last", output, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Theory]
    [InlineData("FUNCTIONS_WORKER_PROCESS_COUNT", "4")]
    [InlineData("FUNCTIONS_WORKER_DYNAMIC_CONCURRENCY_ENABLED", "true")]
    public async Task Under_the_Functions_host_it_is_the_only_worker(string setting, string value)
    {
        var settings = AppProcess.UnderFunctionsHost(app.Azurite.ConnectionString);
        settings[setting] = value;

        var (exitCode, output) = await AppProcess.RunAsync(settings, UnderHost);

        Assert.Equal(1, exitCode);
        Assert.Contains($"{setting} is ", output, StringComparison.Ordinal);
        AssertIsNoStackTrace(output);
    }

    [Theory]
    [InlineData("AzureWebJobsStorage", "UseDevelopmentStorage=true")]
    [InlineData("AzureWebJobsStorage__accountName", "account")]
    public async Task Of_two_storages_it_takes_neither(string setting, string value)
    {
        using var folder = new TemporaryFolder();
        var settings = AppProcess.Embedded(folder.File("surveys.db"));
        settings[setting] = value;

        var (exitCode, output) = await AppProcess.RunAsync(settings);

        Assert.Equal(1, exitCode);
        Assert.Contains("EmbeddedStore and AzureWebJobsStorage are both set", output, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public async Task A_new_file_is_not_served_before_it_was_set_up()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output) = await AppProcess.RunAsync(AppProcess.Embedded(folder.File("surveys.db")));

        Assert.Equal(1, exitCode);
        Assert.Contains("has no table 'Waves': run 'surveyctl setup'", output, StringComparison.Ordinal);
        AssertIsNoStackTrace(output);
        // It was closed as a file is that has been served: no log lies beside it.
        Assert.Equal(["surveys.db"], folder.Files.Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_file_that_is_not_ours_is_refused_and_stays_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var text = string.Concat(Enumerable.Repeat("somebody's notes\n", 100));
        await File.WriteAllTextAsync(folder.File("surveys.db"), text);

        var (exitCode, output) = await AppProcess.RunAsync(AppProcess.Embedded(folder.File("surveys.db")));

        Assert.Equal(1, exitCode);
        Assert.Contains($"{folder.File("surveys.db")} is not a file of SurveyFunctions", output, StringComparison.Ordinal);
        AssertIsNoStackTrace(output);
        Assert.Equal(text, await File.ReadAllTextAsync(folder.File("surveys.db")));
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var settings = AppProcess.Standalone(app.Azurite.ConnectionString, works: true);
        settings["Port"] = $"{port}";

        var (exitCode, output) = await AppProcess.RunAsync(settings);

        Assert.Equal(1, exitCode);
        Assert.Contains($"Port {port} is in use", output, StringComparison.Ordinal);
        AssertIsNoStackTrace(output);
    }

    [Fact]
    public async Task While_the_storage_is_down_requests_are_told_to_come_back()
    {
        // Under the host it starts without its storage, which may be up again a moment later.
        await using var host = await EmulatedFunctionsHost.StartAsync(AppProcess.UnderFunctionsHost(NobodyListens()));

        var api = await Answered.ToPostAsync(host.Client, "/api/waves/wave/responses", "{}");
        var form = await Answered.ToGetAsync(host.Client, "/family/wave/school");
        var message = await host.InvokeAsync("AggregateResponses", TriggerData.QueueMessage("""{"v":1,"partition":"tenant!wave!00000"}"""));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "storage-unavailable", "application/problem+json"), (api.Status, api.Code, api["Content-Type"]));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "text/html; charset=utf-8"), (form.Status, form["Content-Type"]));
        Assert.Equal(InvocationStatus.Failed, message.Status);
        Assert.All(new[] { api, form }, answered =>
        {
            Assert.InRange(int.Parse(answered["Retry-After"]!), 1, 60);
            Assert.DoesNotContain("Azurite", answered.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", answered.Body, StringComparison.Ordinal);
        });
        Assert.Empty(Directory.EnumerateFiles(AppContext.BaseDirectory, "*.db*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task When_asked_to_end_it_finishes_what_is_in_flight()
    {
        var ending = await AppProcess.StartAsync(AppProcess.Standalone(app.Azurite.ConnectionString));
        var wave = await app.OpenWaveAsync();
        var requests = Enumerable.Range(0, 40)
            .Select(i => Answered.ToPostAsync(ending.Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, Guid.NewGuid(), school: i % 3)))
            .ToList();
        // One is through: the others are under way.
        await await Task.WhenAny(requests);

        var exitCode = await ending.TerminateAsync();

        var answered = await Task.WhenAll(requests.Select(async request =>
        {
            try
            {
                return (int)(await request).Status;
            }
            catch (HttpRequestException)
            {
                // It came when nobody listened any more.
                return 0;
            }
        }));
        Assert.Equal(0, exitCode);
        Assert.All(answered, status => Assert.Contains(status, new[] { 0, 201 }));
        Assert.InRange((await app.ResponsesAsync(wave)).Count, answered.Count(status => status == 201), answered.Length);
        Assert.True(answered.Count(status => status == 201) > 1);
        await ending.DisposeAsync();
    }

    [Fact]
    public async Task Asked_to_end_before_it_has_begun_it_ends_in_order()
    {
        var (exitCode, output) = await AppProcess.RunOrphanedAsync(AppProcess.Standalone(app.Azurite.ConnectionString));

        Assert.Equal(0, exitCode);
        AssertIsNoStackTrace(output);
    }

    [Fact]
    public async Task It_ends_with_whoever_started_it()
    {
        var started = await AppProcess.StartAsync(AppProcess.Standalone(app.Azurite.ConnectionString));

        await started.DisposeAsync();

        Assert.Contains("Listening on", started.Output, StringComparison.Ordinal);
        Assert.Contains("Application is shutting down", started.Output, StringComparison.Ordinal);
    }

    /// <summary>The host makes a trace of each line, an error if it came from the error output.</summary>
    [Fact]
    public async Task Under_the_host_a_failure_is_one_line_of_the_error_output_and_nothing_else_is()
    {
        await using var host = await EmulatedFunctionsHost.StartAsync(AppProcess.UnderFunctionsHost(NobodyListens()));

        var answered = await Answered.ToGetAsync(host.Client, "/dashboard/some-wave");
        await host.TerminateWorkerAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answered.Status);
        Assert.Contains(host.ErrorLines, line => line.StartsWith("fail: SurveyFunctions.Hosting.StorageFailures[1] The storage failed: ", StringComparison.Ordinal));
        Assert.All(host.ErrorLines, line => Assert.Matches("^(warn|fail): [^ ]+ ", line));
        Assert.Contains("info: Microsoft.Hosting.Lifetime[0] Application is shutting down", host.Output, StringComparison.Ordinal);
    }

    /// <summary>The emulator's documented account at a port that nobody listens on.</summary>
    private string NobodyListens()
    {
        var port = TestSupport.FreePort.Find();
        return string.Join(';', app.Azurite.ConnectionString.Split(';').Select(part => part.Contains("Endpoint=", StringComparison.Ordinal)
            ? $"{part.Split('=')[0]}=http://127.0.0.1:{port}/devstoreaccount1"
            : part));
    }

    /// <summary>No file of the embedded store, nor any other: not where it ran, at its home, among temporary files or beside the app.</summary>
    private static void AssertMadeNoFile(TemporaryFolder folder)
    {
        Assert.Empty(folder.Files);
        Assert.Empty(Directory.EnumerateFiles(AppContext.BaseDirectory, "*.db*", SearchOption.AllDirectories));
    }

    private static void AssertIsNoStackTrace(string output) => Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
}
