using System.Diagnostics;
using System.Net;
using System.Text;

using Surveyctl.Local;

using SurveyFunctions.Tests.Intake;

using SurveyStore.Intake;

using TestSupport;

namespace SurveyFunctions.Tests.Hosting;

/// <summary>The folder that is zipped and deployed, started from there as the Functions host starts it.</summary>
[Collection(FoldingEverything.Collection)]
public sealed class PublishTests(AppFixture app)
{
    private const string EmptyTimer = """{"Data":{"timer":{"Schedule":{},"ScheduleStatus":null,"IsPastDue":false}},"Metadata":{}}""";

    private static readonly TimeSpan TimeToPublish = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task The_published_folder_runs_as_it_is_under_the_Functions_host()
    {
        var lockFile = await File.ReadAllTextAsync(Repository.Path("src", "SurveyFunctions", "packages.lock.json"));
        var folder = Directory.CreateTempSubdirectory("surveyfunctions-publish-");
        try
        {
            await PublishAsync(folder.FullName);

            Assert.Equal(lockFile, await File.ReadAllTextAsync(Repository.Path("src", "SurveyFunctions", "packages.lock.json")));
            AssertIsWhatTheHostLooksFor(folder.FullName);
            await using var published = await AppProcess.StartAsync(
                AppProcess.UnderFunctionsHost(app.Azurite.ConnectionString, FreePort.Find()), Path.Combine(folder.FullName, "SurveyFunctions"));
            await AssertWorksAsync(published.Client);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task PublishAsync(string folder)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "publish", Repository.Path("src", "SurveyFunctions"), "-c", "Release", "-o", folder, "--nologo", "-p:RestoreLockedMode=true",
                // Compiling beforehand takes minutes and changes neither the files that are looked for nor what the app does.
                "-p:PublishReadyToRun=false",
            },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            // Servers that outlive the command would keep its output open.
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["UseSharedCompilation"] = "false", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0" },
        };
        // The test runner's own SDK settings are not the publisher's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync().WaitAsync(TimeToPublish, TimeProvider.System);
        Assert.True(publish.ExitCode == 0, output);
    }

    private static void AssertIsWhatTheHostLooksFor(string folder)
    {
        var functions = Directory.EnumerateDirectories(Repository.Path("src", "SurveyFunctions", "Functions")).Select(Path.GetFileName);
        Assert.True(File.Exists(Path.Combine(folder, "host.json")));
        Assert.Equal(
            functions.Order(),
            Directory.EnumerateFiles(folder, "function.json", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder, Path.GetDirectoryName(file)!)).Order());
        if (!OperatingSystem.IsWindows())
            Assert.True(File.GetUnixFileMode(Path.Combine(folder, "SurveyFunctions")).HasFlag(UnixFileMode.UserExecute));
        // Self-contained: the runtime is in the folder.
        Assert.True(File.Exists(Path.Combine(folder, "libcoreclr.so")));
        Assert.False(File.Exists(Path.Combine(folder, "local.settings.json")));
        Assert.Empty(Directory.EnumerateFiles(folder, "appsettings*.json"));
    }

    private async Task AssertWorksAsync(HttpClient client)
    {
        var wave = await app.OpenWaveBeforeLastNightAsync();
        var message = PendingMessage.Write(wave.Wave.PartitionOf(wave.Schools[0])).Replace("\"", "\\\\\\\"", StringComparison.Ordinal);

        var submitted = await Answered.ToPostAsync(client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, Guid.NewGuid()));
        var folded = await Answered.ToPostAsync(client, "/AggregateResponses", $$"""{"Data":{"message":"\"{{message}}\""},"Metadata":{} }""");
        var verified = await app.Engine.Verify.VerifyAsync(wave.Wave, wave.Wave.PartitionOf(wave.Schools[0]), CancellationToken.None);
        var released = await Answered.ToPostAsync(client, "/NightlyRollup", Encoding.UTF8.GetBytes(EmptyTimer));
        var results = await Answered.ToGetAsync(client, $"/api/waves/{wave.Id}/results/network");
        var page = await Answered.ToGetAsync(client, $"/dashboard/{wave.Id}");

        Assert.Equal(HttpStatusCode.Created, submitted.Status);
        Assert.Equal((HttpStatusCode.OK, 1, 0), (folded.Status, verified.Responses, verified.Pending));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (released.Status, results.Status, page.Status));
    }
}
