using System.IO.Compression;

using Microsoft.Data.Sqlite;

using SurveyStorage.Sqlite;
using SurveyStorage.Tests.Contract;

using TestSupport;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Sqlite;

/// <summary>A kept file as the earlier version wrote it, at noon of 2 March 2026 and a second later.</summary>
public sealed class EarlierFormatTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public EarlierFormatTests()
    {
        using var kept = new GZipStream(typeof(EarlierFormatTests).Assembly.GetManifestResourceStream("format-1.db.gz")!, CompressionMode.Decompress);
        using var file = System.IO.File.Create(File);
        kept.CopyTo(file);
    }

    private string File => _folder.File("surveys.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_rows_come_over_with_their_ETags_and_timestamps_and_numbers_go_on()
    {
        using var storage = SqliteStorage.Open(File, TimeProvider.System);
        var row = (await storage.Tables.GetAsync("Kinds", "t!w!1", "types", default))!;

        RowAssert.Same(
            new TableRow("t!w!1", "types")
            {
                { "Text", "plain 😀 العربية \"quoted\"\u001F" },
                { "Empty", "" },
                { "Bytes", new byte[] { 0, 127, 128, 255 } },
                { "NoBytes", Array.Empty<byte>() },
                { "Yes", true },
                { "No", false },
                { "Int", int.MinValue },
                { "Long", long.MaxValue },
                { "NotANumber", double.NaN },
                { "Fraction", 0.1 },
                { "When", new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.Zero).AddTicks(1234567) },
                { "Id", Guid.Parse("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0") },
            },
            row);
        Assert.Equal(("W/\"1\"", Noon), (row.ETag.ToString(), row.Timestamp));
        var many = await storage.Tables.ScanAsync("Many", "p!", "p\"", null, default).ToListAsync();
        Assert.Equal(
            Enumerable.Range(0, 250).OrderBy(i => i % 3).ThenBy(i => i).Select(i => ($"p!{i % 3}", $"{i:000}", i, i * 20)),
            many.Select(each => (each.PartitionKey, each.RowKey, each.GetInt32("N")!.Value, each.GetString("Text")!.Length)));
        var replaced = Assert.IsType<CommitResult.Committed>(
            await storage.Tables.CommitAsync("Kinds", [new(UpdateReplace, new TableRow("t!w!1", "types"), row.ETag)], default));
        Assert.DoesNotContain(replaced.ETags[0], many.Select(each => each.ETag));
    }

    [Fact]
    public async Task Its_messages_come_over_with_their_delays_and_leases()
    {
        var clock = new ManualTimeProvider(Noon.AddSeconds(2));
        using var storage = SqliteStorage.Open(File, clock);

        Assert.Equal((3, 0), (await storage.Queues.CountAsync("work", default), await storage.Queues.CountAsync("empty", default)));
        Assert.Equal(["leased"], await storage.Queues.PeekAsync("work", 32, default));
        clock.Advance(TimeSpan.FromMinutes(5));
        var messages = await storage.Queues.ReceiveAsync("work", 32, TimeSpan.FromSeconds(30), default);
        Assert.Equal([("leased", 1L), ("now", 2L)], messages.Select(message => (message.Text, message.DequeueCount)));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(3, (await storage.Queues.PeekAsync("work", 32, default)).Count);
    }

    [Fact]
    public void A_process_of_the_earlier_version_that_has_it_open_can_neither_write_nor_read_any_more()
    {
        using var earlier = OtherProgram.Open(File);
        WriteAsTheEarlierVersion(earlier);

        SqliteStorage.Open(File, TimeProvider.System).Dispose();

        var failure = Assert.Throws<SqliteException>(() => WriteAsTheEarlierVersion(earlier));
        Assert.Contains("no such table", failure.Message, StringComparison.Ordinal);
        earlier.RollBack();
        Assert.Throws<SqliteException>(() => earlier.First<long>("SELECT etag FROM entities WHERE table_id = 1"));
        using var storage = SqliteStorage.Open(File, TimeProvider.System);
    }

    [Fact]
    public async Task Of_several_processes_that_find_it_one_brings_it_to_the_present_format()
    {
        var processes = Enumerable.Range(0, 4).Select(_ => OtherProcess.Start("open", $"embedded:{File}")).ToList();
        var said = await Task.WhenAll(processes.Select(process => process.WaitAsync()));

        Assert.All(said, lines => Assert.Equal([$"opened embedded store in {File}"], lines));
        using var storage = SqliteStorage.Open(File, TimeProvider.System);
        Assert.Equal(250, await storage.Tables.ScanAsync("Many", "p!", "p\"", null, default).CountAsync());
        foreach (var process in processes)
            await process.DisposeAsync();
    }

    [Fact]
    public void One_with_a_row_that_cannot_be_read_stays_as_it_is()
    {
        using (var earlier = OtherProgram.Open(File))
            earlier.Run("UPDATE entities SET properties = x'0101' WHERE row_key = CAST('123' AS BLOB)");

        Assert.Throws<StoreUnavailableException>(() => SqliteStorage.Open(File, TimeProvider.System));

        using var still = OtherProgram.Open(File);
        Assert.Equal((1L, 251L), (still.First<long>("PRAGMA user_version"), still.First<long>("SELECT count(*) FROM entities")));
        WriteAsTheEarlierVersion(still);
    }

    [Fact]
    public void Who_only_reads_is_told_the_command_and_changes_nothing()
    {
        var before = System.IO.File.ReadAllBytes(File);
        var failure = Assert.Throws<StoreUnavailableException>(() => SqliteStorage.OpenToRead(File, TimeProvider.System));
        Assert.Contains($"'surveyctl setup --file {File}'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    /// <summary>The statements of that version, prepared once.</summary>
    private static void WriteAsTheEarlierVersion(SqliteSession session)
    {
        session.Run("BEGIN IMMEDIATE");
        var number = session.First<long>("SELECT last FROM counter") + 1;
        session.Run(
            "REPLACE INTO entities VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            1, "p"u8.ToArray(), "written-late"u8.ToArray(), number, Noon.UtcTicks, new byte[] { 1, 0 });
        session.Run("UPDATE counter SET last = ?1", number);
        session.Run("COMMIT");
    }
}
