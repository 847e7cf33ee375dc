using System.Diagnostics;
using System.Net;

using SurveyEngine.Intake;

using SurveyFunctions.Tests.Intake;

using TestSupport;
using TestSupport.FunctionsHost;

namespace SurveyFunctions.Tests.Hosting;

/// <summary>The folder that is zipped and deployed, started from there as the Functions host starts it.</summary>
[Collection(FoldingEverything.Collection)]
public sealed class PublishTests(AppFixture app)
{
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
            await using var host = await EmulatedFunctionsHost.StartAsync(AppProcess.UnderFunctionsHost(app.Azurite.ConnectionString), folder.FullName);
            await AssertWorksAsync(host);
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
        string[] files = ["SurveyFunctions.dll", "host.json", "functions.metadata", "worker.config.json", "extensions.json"];
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(folder, file)), file));
        var extensions = Directory.EnumerateFiles(Path.Combine(folder, ".azurefunctions")).Select(Path.GetFileName).ToList();
        Assert.Contains("Microsoft.Azure.WebJobs.Extensions.Storage.Queues.dll", extensions);
        // Of a licence that we do not want, and drawn in by the project that the Sdk would make.
        Assert.DoesNotContain("System.Net.Http.Formatting.dll", extensions);
        // Framework-dependent: the runtime is the host's.
        Assert.False(File.Exists(Path.Combine(folder, "libcoreclr.so")));
        Assert.False(File.Exists(Path.Combine(folder, "local.settings.json")));
        Assert.Empty(Directory.EnumerateFiles(folder, "appsettings*.json"));
    }

    private async Task AssertWorksAsync(EmulatedFunctionsHost host)
    {
        var wave = await app.OpenWaveBeforeLastNightAsync();
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);

        var submitted = await Answered.ToPostAsync(host.Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, Guid.NewGuid()));
        var folded = await host.InvokeAsync("AggregateResponses", TriggerData.QueueMessage(PendingMessage.Write(partition)));
        var verified = await app.Engine.Verify.VerifyAsync(wave.Wave, partition, CancellationToken.None);
        var released = await host.InvokeAsync("NightlyRollup", TriggerData.Timer());
        var results = await Answered.ToGetAsync(host.Client, $"/api/waves/{wave.Id}/results/network");
        var page = await Answered.ToGetAsync(host.Client, $"/dashboard/{wave.Id}");

        Assert.Equal(HttpStatusCode.Created, submitted.Status);
        Assert.Equal((InvocationStatus.Succeeded, 1, 0), (folded.Status, verified.Responses, verified.Pending));
        Assert.Equal((InvocationStatus.Succeeded, HttpStatusCode.OK, HttpStatusCode.OK), (released.Status, results.Status, page.Status));
    }
}
