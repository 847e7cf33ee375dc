using SurveyStorage.Sqlite;
using SurveyStorage.Tests.Contract;

using TestSupport;

namespace SurveyStorage.Tests.Sqlite;

public sealed class SqliteSeveralProcessesTests(EmbeddedFixture embedded) : SeveralProcessesContract, IClassFixture<EmbeddedFixture>
{
    protected override ITableStore Tables => embedded.Tables;

    protected override IQueueStore Queues => embedded.Queues;

    protected override string Place => $"embedded:{embedded.File}";

    [Fact]
    public async Task Processes_that_find_no_file_make_one_together()
    {
        var file = Path.Combine(Path.GetDirectoryName(embedded.File)!, "new", "folder", "surveys.db");
        var processes = Enumerable.Range(0, 4).Select(_ => OtherProcess.Start("open", $"embedded:{file}")).ToList();

        var said = await Task.WhenAll(processes.Select(process => process.WaitAsync()));

        Assert.All(said, lines => Assert.Equal([$"opened embedded store in {file}"], lines));
        foreach (var process in processes)
            await process.DisposeAsync();
        // Two that end in the same instant may both leave the log: whoever is alone takes it away.
        SqliteStorage.Open(file, TimeProvider.System).Dispose();
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    /// <summary>After each test the file is sound.</summary>
    public override async ValueTask DisposeAsync()
    {
        using (var connection = OtherProgram.Open(embedded.File))
            Assert.Equal("ok", connection.First<string>("PRAGMA integrity_check"));
        await base.DisposeAsync();
    }
}
