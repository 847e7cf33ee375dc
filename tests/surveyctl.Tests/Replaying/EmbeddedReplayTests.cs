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

    [Fact]
    public async Task Its_tables_fit_a_terminal_of_80_columns()
    {
        var run = await app.TellAsync(_files.Answers, _files.Schools, "--settle");

        Assert.Equal(0, run.ExitCode);
        var rows = run.Output.Split('\n').Where(line => line.Trim().Contains("  ", StringComparison.Ordinal)).ToList();
        Assert.Contains(rows, row => row.StartsWith("family  scores", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("family  questions", StringComparison.Ordinal));
        Assert.All(rows, row => Assert.InRange(row.Length, 1, 80));
    }

    public void Dispose() => _files.Dispose();
}
