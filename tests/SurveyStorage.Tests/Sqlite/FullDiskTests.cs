using TestSupport;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Sqlite;

/// <summary>On a full disk writes fail whole, reads go on, and when there is room so do writes.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly EmbeddedFixture _embedded = new();

    public void Dispose() => _embedded.Dispose();

    [Fact]
    public async Task On_a_real_disk_that_is_full_nothing_is_half_written_and_with_room_it_goes_on()
    {
        var folder = Path.GetDirectoryName(_embedded.File)!;
        await using var process = OtherProcess.StartUnshared($"""
            mount -t tmpfs -o size=12m tmpfs {folder}
            dd if=/dev/zero of={folder}/ballast bs=1M count=4 status=none
            $DOTNET exec $PROGRAM fill embedded:{folder}/surveys.db {folder}/ballast
            """);
        var said = await process.WaitAsync();
        Assert.SkipWhen(said is [var first, ..] && !first.StartsWith("full", StringComparison.Ordinal), $"No disk could be mounted here: {said[0]}");

        Assert.Equal(4, said.Count);
        var committed = int.Parse(said[0].Split(' ', ':')[2]);
        Assert.InRange(committed, 20, 200);
        Assert.Contains("the disk is full. Free some space", said[0], StringComparison.Ordinal);
        Assert.Equal([$"whole {committed}", $"whole {committed + 1}", $"reopened {3 * (committed + 1)}"], said.Skip(1));
    }

    [Fact]
    public async Task Writes_of_a_full_file_fail_whole_and_those_that_shared_their_transaction_with_them()
    {
        var tables = _embedded.Tables;
        await tables.CreateTableAsync("T", default);
        await _embedded.Queues.CreateQueueAsync("q", default);
        Assert.IsType<CommitResult.Committed>(await CommitAsync("before", bytes: 1));
        await LimitAsync(1);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => await Record.ExceptionAsync(() => CommitAsync($"p{i}", bytes: 20_000))));
        var failures = outcomes.OfType<StoreUnavailableException>().ToList();

        Assert.NotEmpty(failures);
        Assert.All(failures, failure => Assert.Contains("the disk is full", failure.Message, StringComparison.Ordinal));
        foreach (var (failure, i) in outcomes.Select((failure, i) => (failure, i)))
            Assert.Equal(failure is null ? 3 : 0, await tables.QueryAsync("T", $"p{i}", "", "~", null, default).CountAsync());
        Assert.Equal(3, await tables.QueryAsync("T", "before", "", "~", null, default).CountAsync());

        await LimitAsync(1_000_000);
        Assert.IsType<CommitResult.Committed>(await CommitAsync("after", bytes: 20_000));
        await _embedded.Queues.SendAsync("q", "m", TimeSpan.Zero, default);

        Task<CommitResult> CommitAsync(string partition, int bytes) => tables.CommitAsync(
            "T",
            [.. Enumerable.Range(0, 3).Select(row => new RowChange(Add, new TableRow(partition, $"{row}") { ["Bytes"] = new byte[bytes] }))],
            default);
    }

    /// <summary>Holds the file to a size, as a disk would that is full.</summary>
    private Task<long> LimitAsync(long pages) =>
        _embedded.Storage.WriteAsync(session => session.First<long>($"PRAGMA max_page_count = {pages}"), default);
}
