using SurveyStorage.Sqlite;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Sqlite;

public sealed class SqliteWritesTests : IAsyncLifetime
{
    private static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("surveyfunctions-embedded-");
    private SqliteStorage? _storage;

    private string File => Path.Combine(_folder.FullName, SqliteStorage.FileName);

    public ValueTask InitializeAsync() => new(OpenAsync(LongPatience));

    public ValueTask DisposeAsync()
    {
        _storage?.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_waits_while_another_program_writes_is_written_after_it()
    {
        using var other = Lock();
        var waiting = Enumerable.Range(0, 50).Select(i => CommitAsync($"{i:00}")).ToList();
        // Reads do not wait.
        Assert.Null(await _storage!.Tables.GetAsync("T", "p", "00", default));
        Assert.DoesNotContain(waiting, commit => commit.IsCompleted);

        other.Run("COMMIT");

        Assert.All(await Task.WhenAll(waiting), result => Assert.IsType<CommitResult.Committed>(result));
    }

    [Fact]
    public async Task A_caller_that_gives_up_before_its_turn_leaves_nothing_behind()
    {
        using var cancelled = new CancellationTokenSource();
        using var other = Lock();
        var first = CommitAsync("first");
        var given = _storage!.Tables.CommitAsync("T", [new(Add, new TableRow("p", "given-up"))], cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        other.Run("COMMIT");

        await first;
        await CommitAsync("last");
        Assert.Equal(["first", "last"], await KeysAsync());
    }

    [Fact]
    public async Task A_caller_that_gives_up_while_another_program_writes_hears_it_at_once_and_leaves_nothing_behind()
    {
        using var cancelled = new CancellationTokenSource();
        using (var other = Lock())
        {
            var given = _storage!.Tables.CommitAsync("T", [new(Add, new TableRow("p", "given-up"))], cancelled.Token);
            await cancelled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
            other.Run("COMMIT");
        }
        await CommitAsync("next");
        Assert.Equal(["next"], await KeysAsync());
    }

    [Fact]
    public async Task All_who_wait_for_a_lock_are_told_together_and_the_close_does_not_wait_for_each()
    {
        var patience = TimeSpan.FromSeconds(1);
        await OpenAsync(patience);
        using var other = Lock();
        var started = TimeProvider.System.GetTimestamp();
        var waiting = Enumerable.Range(0, 30).Select(i => CommitAsync($"{i:00}")).ToList();
        _storage!.Dispose();

        foreach (var commit in waiting)
            Assert.Contains("locked by another program", (await Assert.ThrowsAsync<StoreUnavailableException>(() => commit)).Message, StringComparison.Ordinal);
        // One after the other they would take half a minute.
        Assert.True(TimeProvider.System.GetElapsedTime(started) < 15 * patience);
        other.Run("COMMIT");
    }

    [Fact]
    public async Task A_lock_that_is_held_too_long_is_told_and_nothing_is_written_later()
    {
        await OpenAsync(TimeSpan.FromMilliseconds(200));
        using (var other = Lock())
        {
            var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync("late"));
            Assert.Contains("locked by another program", failure.Message, StringComparison.Ordinal);
            other.Run("COMMIT");
        }
        await CommitAsync("next");
        Assert.Equal(["next"], await KeysAsync());
    }

    [Fact]
    public async Task A_file_that_was_deleted_while_it_was_in_use_takes_nothing_more()
    {
        await CommitAsync("before");
        System.IO.File.Move(File, File + ".moved");
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync("lost"));
        Assert.Contains("was moved, deleted or replaced while it was in use", failure.Message, StringComparison.Ordinal);

        System.IO.File.Move(File + ".moved", File);
        await CommitAsync("after");
        Assert.Equal(["after", "before"], await KeysAsync());
    }

    [Fact]
    public async Task A_file_that_was_replaced_while_it_was_in_use_takes_nothing_more_and_the_new_one_is_not_touched()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let anybody replace a file that is in use.");
        await CommitAsync("in-both");
        _storage!.Dispose();
        var backup = File + ".backup";
        System.IO.File.Copy(File, backup);
        var before = await System.IO.File.ReadAllBytesAsync(backup);
        await OpenAsync(LongPatience);
        using var idle = SqliteStorage.Open(File, TimeProvider.System, LongPatience, LongPatience);
        await CommitAsync("later");

        System.IO.File.Move(backup, File, overwrite: true);

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync("lost"));
        Assert.Contains("was moved, deleted or replaced while it was in use", failure.Message, StringComparison.Ordinal);
        // Its first read.
        failure = Assert.Throws<StoreUnavailableException>(() => { idle.Read(connection => connection.First<long>("SELECT 1 FROM names")); });
        Assert.Contains("was moved, deleted or replaced while it was in use", failure.Message, StringComparison.Ordinal);
        _storage.Dispose();
        idle.Dispose();
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File));

        // As the failure told.
        System.IO.File.Delete(File + "-wal");
        System.IO.File.Delete(File + "-shm");
        await OpenAsync(LongPatience);
        await CommitAsync("after");
        Assert.Equal(["after", "in-both"], await KeysAsync());
    }

    [Fact]
    public async Task A_write_with_a_defect_fails_alone_and_leaves_nothing_behind()
    {
        _storage!.Dispose();
        using var file = SqliteStorage.Open(File, TimeProvider.System, LongPatience, LongPatience);
        var waiting = Enumerable.Range(0, 6).Select(i => file.WriteAsync(
            writer => writer.Run("INSERT INTO names VALUES ('table', ?1)", $"t{i}") is 1 && i is 3 or 4 ? throw new ArithmeticException($"defect {i}") : true,
            default)).ToList();

        for (var i = 0; i < waiting.Count; i++)
        {
            if (i is 3 or 4)
                Assert.Equal($"defect {i}", (await Assert.ThrowsAsync<ArithmeticException>(() => waiting[i])).Message);
            else
                Assert.True(await waiting[i]);
        }
        Assert.Equal(
            ["t0", "t1", "t2", "t5"],
            file.Read(connection => connection.First<string>("SELECT group_concat(name) FROM names WHERE name LIKE 't_'"))!.Split(','));
    }

    [Fact]
    public async Task The_log_is_emptied_into_the_file_while_it_is_in_use()
    {
        var log = new FileInfo(File + "-wal");
        for (var i = 0; i < 10; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(partition => _storage!.Tables.CommitAsync(
                "T",
                [.. Enumerable.Range(0, 50).Select(row => new RowChange(
                    UpsertReplace, new TableRow($"{partition:00}", $"{i}!{row:00}") { ["Bytes"] = new byte[8000] }))],
                default)));
        }
        log.Refresh();
        // 80 MB were written.
        Assert.InRange(log.Length, 1, 45_000_000);
        Assert.InRange(new FileInfo(File).Length, 40_000_000, long.MaxValue);
        Assert.Equal(10_000, await _storage!.Tables.ScanAsync("T", "", "~", null, default).CountAsync());
    }

    private async Task OpenAsync(TimeSpan patience)
    {
        _storage?.Dispose();
        _storage = SqliteStorage.Open(File, TimeProvider.System, patience, LongPatience);
        await _storage.Tables.CreateTableAsync("T", default);
        // Its number is known from here on: a write waits for the writer alone.
        await KeysAsync();
    }

    /// <summary>Another program in the middle of a write.</summary>
    private SqliteSession Lock()
    {
        var other = OtherProgram.Open(File);
        other.Run("BEGIN IMMEDIATE");
        return other;
    }

    private Task<CommitResult> CommitAsync(params string[] keys) => _storage!.Tables.CommitAsync(
        "T", [.. keys.Select(key => new RowChange(Add, new TableRow("p", key)))], default);

    private async Task<List<string>> KeysAsync() =>
        await _storage!.Tables.QueryAsync("T", "p", "", "~", null, default).Select(row => row.RowKey).ToListAsync();
}
