using Surveyctl.Local;
using Surveyctl.Storage;

using AppProcess = Surveyctl.Local.AppProcess;

namespace Surveyctl.Tests.Replaying;

public sealed class EmbeddedReplayTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("surveyctl-replay-embedded-");
    private readonly SmallFiles _files = new();

    [Fact]
    public async Task Every_figure_is_found_in_the_tallies_of_the_embedded_store_too()
    {
        var file = Path.Combine(_folder.FullName, "surveys.db");
        Assert.Equal(0, (await CommandRun.OfAsync("setup", "--file", file)).ExitCode);
        await using var app = AppProcess.Start(
            RepositoryFolder.App(), new StorageLocation.Embedded(file), FreePort.Find(), Path.Combine(_folder.FullName, "app.log"));
        await app.WaitUntilItAnswersAsync(CancellationToken.None);

        var run = await CommandRun.OfAsync("replay", _files.Answers, "--url", app.Url.OriginalString, "--file", file, "--json");

        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        Assert.True(run.Json().GetProperty("same").GetBoolean());
        Assert.Equal(SmallFiles.Families + SmallFiles.Staff, run.Json().GetProperty("recount").GetProperty("responses").GetInt32());
    }

    public void Dispose()
    {
        _files.Dispose();
        _folder.Delete(recursive: true);
    }
}
