using SurveyStorage.Sqlite;

using TestSupport;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Sqlite;

/// <summary>Which files are opened, which are refused, and what is left when one is closed.</summary>
public sealed class SqliteStorageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("surveyfunctions-embedded-");

    private string File => Path.Combine(_folder.FullName, "deep", SqliteStorage.FileName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_new_file_and_its_log_are_their_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes: the folder's permissions count there.");
            return;
        }
        using var storage = Open();
        await storage.Tables.CreateTableAsync("T", default);

        var files = Directory.GetFiles(Path.GetDirectoryName(File)!);
        Assert.True(files.Length > 1);
        foreach (var file in files)
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_new_file_is_its_owners_alone_from_the_first_moment()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes: the folder's permissions count there.");
            return;
        }
        Open().Dispose();
        var name = File;
        var files = Enumerable.Range(0, 20).Select(i => $"{name}-{i}").ToList();
        var seen = Task.Factory.StartNew(
            () => files.Select(FirstMode).ToList(), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        foreach (var file in files)
            SqliteStorage.Open(file, TimeProvider.System).Dispose();

        Assert.All(await seen, mode => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode));

        UnixFileMode FirstMode(string file)
        {
            while (!System.IO.File.Exists(file))
                Thread.SpinWait(1);
            return OperatingSystem.IsWindows() ? default : System.IO.File.GetUnixFileMode(file);
        }
    }

    [Fact]
    public async Task What_was_written_is_there_when_the_file_is_opened_again_and_numbers_go_on()
    {
        CommitResult.Committed first;
        using (var storage = Open())
        {
            Assert.Equal($"embedded store in {File}", storage.Description);
            await storage.Tables.CreateTableAsync("T", default);
            await storage.Queues.CreateQueueAsync("q", default);
            await storage.Queues.SendAsync("q", "later", TimeSpan.FromHours(1), default);
            first = await CommitAsync(storage, new(Add, new TableRow("p", "a")));
            await CommitAsync(storage, new(Delete, new TableRow("p", "a"), first.ETags[0]));
            await CommitAsync(storage, new(Add, new TableRow("p", "b") { ["Text"] = "kept" }));
        }
        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!));

        using var again = Open();
        Assert.Equal("kept", (await again.Tables.GetAsync("T", "p", "b", default))!.GetString("Text"));
        Assert.Equal(1, await again.Queues.CountAsync("q", default));
        var second = await CommitAsync(again, new(Add, new TableRow("p", "a")));
        Assert.NotEqual(first.ETags[0], second.ETags[0]);
    }

    [Fact]
    public async Task Rows_are_stamped_and_leases_end_by_the_clock_that_was_given()
    {
        var clock = new ManualTimeProvider();
        using var storage = SqliteStorage.Open(File, clock);
        await storage.Tables.CreateTableAsync("T", default);
        await storage.Queues.CreateQueueAsync("q", default);
        await CommitAsync(storage, new(Add, new TableRow("p", "a")));
        Assert.Equal(clock.GetUtcNow(), (await storage.Tables.GetAsync("T", "p", "a", default))!.Timestamp);

        await storage.Queues.SendAsync("q", "m", TimeSpan.FromSeconds(1), default);
        Assert.Empty(await ReceiveAsync());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, Assert.Single(await ReceiveAsync()).DequeueCount);
        clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.Empty(await ReceiveAsync());
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(2, Assert.Single(await ReceiveAsync()).DequeueCount);

        Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync() => storage.Queues.ReceiveAsync("q", 32, TimeSpan.FromSeconds(30), default);
    }

    [Fact]
    public async Task Closing_finishes_what_waits_and_refuses_what_comes_after()
    {
        var storage = Open();
        await storage.Tables.CreateTableAsync("T", default);
        var waiting = Enumerable.Range(0, 200).Select(i => CommitAsync(storage, new(Add, new TableRow("p", $"{i:000}")))).ToList();

        storage.Dispose();

        await Task.WhenAll(waiting);
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync(storage, new(Add, new TableRow("p", "late"))));
        Assert.Contains("is closed", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => storage.Tables.GetAsync("T", "p", "000", default));
        using var again = Open();
        Assert.Equal(200, await again.Tables.QueryAsync("T", "p", "", "~", null, default).CountAsync());
    }

    [Fact]
    public void Closing_again_does_nothing()
    {
        var storage = Open();
        storage.Dispose();
        storage.Dispose();
    }

    [Fact]
    public void A_file_that_lacks_something_is_refused_and_not_kept_open()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Which files a process has open is looked up in /proc.");
        Change("DROP TABLE queued");
        Refused();
        Assert.DoesNotContain(
            Directory.GetFiles("/proc/self/fd"),
            descriptor => new FileInfo(descriptor).LinkTarget?.StartsWith(_folder.FullName, StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_file_of_a_newer_format_is_refused_and_stays_as_it_is()
    {
        Change($"PRAGMA user_version = {FileFormat.Version + 1}");
        var failure = Refused();
        Assert.Contains($"has format {FileFormat.Version + 1}", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"knows formats up to {FileFormat.Version}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_stays_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        using (var connection = OtherProgram.Open(File))
            connection.Run("CREATE TABLE theirs (x); PRAGMA user_version = 1");
        var before = System.IO.File.ReadAllBytes(File);

        Assert.Contains("is not a file of SurveyFunctions", Refused().Message, StringComparison.Ordinal);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_stays_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        var text = string.Concat(Enumerable.Repeat("id,name,kind\n", 1000));
        System.IO.File.WriteAllText(File, text);

        Assert.Contains("is not a file of SurveyFunctions", Refused().Message, StringComparison.Ordinal);
        Assert.Equal(text, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public async Task A_damaged_file_is_told_when_it_is_opened_or_when_the_damage_is_met()
    {
        using (var storage = Open())
        {
            await storage.Tables.CreateTableAsync("T", default);
            for (var i = 0; i < 20; i++)
                await CommitAsync(storage, new(Add, new TableRow("p", $"{i:00}") { ["Bytes"] = new byte[5000] }));
        }
        var whole = System.IO.File.ReadAllBytes(File);

        System.IO.File.WriteAllBytes(File, [.. whole.AsSpan(0, 200), .. new byte[whole.Length - 200]]);
        Assert.Contains("The file is damaged", Refused().Message, StringComparison.Ordinal);

        System.IO.File.WriteAllBytes(File, whole[..(whole.Length / 2)]);
        Assert.Contains("The file is damaged", Refused().Message, StringComparison.Ordinal);

        System.IO.File.WriteAllBytes(File, [.. whole.AsSpan(0, whole.Length / 2), .. new byte[whole.Length - (whole.Length / 2)]]);
        using var half = Open();
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await half.Tables.QueryAsync("T", "p", "", "~", null, default).CountAsync());
        Assert.Contains("The file is damaged", failure.Message, StringComparison.Ordinal);
        Assert.Contains(File, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_emptied_is_refused_and_the_log_beside_it_kept()
    {
        using (var storage = Open())
        {
            await storage.Tables.CreateTableAsync("T", default);
            System.IO.File.Copy(File + "-wal", File + ".kept");
        }
        System.IO.File.WriteAllBytes(File, []);
        System.IO.File.Move(File + ".kept", File + "-wal");

        Assert.Contains("is empty, and the log beside it is not", Refused().Message, StringComparison.Ordinal);
        Assert.Throws<StoreUnavailableException>(() => SqliteStorage.OpenToRead(File, TimeProvider.System));
        Assert.NotEqual(0, new FileInfo(File + "-wal").Length);
    }

    [Fact]
    public async Task A_file_that_lost_its_count_gives_no_ETag_twice()
    {
        using (var storage = Open())
            await storage.Tables.CreateTableAsync("T", default);
        Change("DELETE FROM numbers");

        using var again = Open();
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync(again, new(Add, new TableRow("p", "a"))));
        Assert.Contains("The file is damaged", failure.Message, StringComparison.Ordinal);
        Assert.Null(await again.Tables.GetAsync("T", "p", "a", default));
    }

    [Fact]
    public async Task A_row_whose_columns_hold_nonsense_is_told()
    {
        using (var storage = Open())
        {
            await storage.Tables.CreateTableAsync("T", default);
            await CommitAsync(storage, new(Add, new TableRow("p", "a")));
        }
        foreach (var damage in new[] { "written = -1", "properties = x'7B'" })
        {
            Change($"UPDATE rows SET {damage}");
            using var again = Open();
            var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => again.Tables.GetAsync("T", "p", "a", default));
            Assert.Contains("a row that cannot be read", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_place_where_no_file_can_be_is_told()
    {
        System.IO.File.WriteAllText(Path.Combine(_folder.FullName, "deep"), "a file where a folder should be");
        Assert.Contains("cannot be written", Refused().Message, StringComparison.Ordinal);
        System.IO.File.Delete(Path.Combine(_folder.FullName, "deep"));

        Directory.CreateDirectory(File);
        Assert.Contains("cannot be opened", Refused().Message, StringComparison.Ordinal);
        Assert.Throws<StoreUnavailableException>(() => SqliteStorage.Open(Path.GetPathRoot(File)!, TimeProvider.System));
    }

    [Fact]
    public async Task A_file_that_may_not_be_written_is_told()
    {
        // As root every file may be written, so it is a whole disk that may not.
        await using var process = OtherProcess.StartUnshared($"""
            mount -t tmpfs -o size=8m tmpfs {_folder.FullName}
            $DOTNET exec $PROGRAM open embedded:{_folder.FullName}/surveys.db
            mount -o remount,ro {_folder.FullName}
            $DOTNET exec $PROGRAM open embedded:{_folder.FullName}/surveys.db
            """);
        var said = await process.WaitAsync();
        Assert.SkipWhen(said is not [_, _], $"No disk could be mounted here: {string.Join(' ', said)}");

        Assert.StartsWith("opened", said[0], StringComparison.Ordinal);
        Assert.StartsWith("unavailable", said[1], StringComparison.Ordinal);
        Assert.Contains("cannot be written. Let the account", said[1], StringComparison.Ordinal);
    }

    private SqliteStorage Open() => SqliteStorage.Open(File, TimeProvider.System);

    private StoreUnavailableException Refused()
    {
        var failure = Assert.Throws<StoreUnavailableException>(() => Open().Dispose());
        Assert.Contains(_folder.FullName, failure.Message, StringComparison.Ordinal);
        return failure;
    }

    private void Change(string sql)
    {
        Open().Dispose();
        using var connection = OtherProgram.Open(File);
        connection.Run(sql);
    }

    private static async Task<CommitResult.Committed> CommitAsync(SqliteStorage storage, RowChange action) =>
        Assert.IsType<CommitResult.Committed>(await storage.Tables.CommitAsync("T", [action], default));
}
