namespace Surveyctl.Tests.Replaying;

public sealed class EmbeddedReplayTests(EmbeddedReplayApp app) : IClassFixture<EmbeddedReplayApp>, IDisposable
{
    private readonly SmallFiles _files = new();

    [Fact]
    public async Task Every_figure_is_found_in_the_tallies_of_the_embedded_store_too()
    {
        var run = await app.ReplayAsync(_files);

        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        Assert.True(run.Json().GetProperty("same").GetBoolean());
        Assert.Equal(SmallFiles.Families + SmallFiles.Staff, run.Json().GetProperty("recount").GetProperty("responses").GetInt32());
    }

    public void Dispose() => _files.Dispose();
}
