using Azure;

using TestSupport;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Contract;

/// <summary>What every form of <see cref="ITableStore"/> does alike; one derived class per form.</summary>
public abstract class TableStoreContract : IAsyncLifetime
{
    private const string Partition = "t!w!1";

    private readonly string _table = AzuriteFixture.NewName();

    protected abstract ITableStore Store { get; }

    public ValueTask InitializeAsync() => new(Store.CreateTableAsync(_table, default));

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Creating_a_table_twice_keeps_its_rows()
    {
        await Commit(Insert("a"));
        await Store.CreateTableAsync(_table, default);
        Assert.NotNull(await Get("a"));
    }

    [Fact]
    public async Task A_row_that_is_not_there_is_null() => Assert.Null(await Get("nobody"));

    [Fact]
    public async Task Every_kind_of_property_comes_back_as_it_was_written()
    {
        var row = new TableRow(Partition, "types")
        {
            { "Text", "plain" },
            { "Empty", "" },
            { "Bytes", new byte[] { 0, 1, 2, 250, 251, 255 } },
            { "NoBytes", Array.Empty<byte>() },
            { "Yes", true },
            { "No", false },
            { "Int", int.MinValue },
            { "Long", long.MaxValue },
            { "SmallLong", 3L },
            { "Whole", 3.0 },
            { "Fraction", 0.1 },
            { "Huge", 1.7976931348623e308 },
            { "Tiny", -5e-324 },
            { "NotANumber", double.NaN },
            { "Infinite", double.NegativeInfinity },
            { "When", new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.Zero).AddTicks(1234567) },
            { "First", new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero) },
            { "Id", Guid.Parse("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0") },
        };
        await Commit(new RowChange(Add, row));
        RowAssert.Same(row, await Get("types"));
    }

    [Fact]
    public async Task A_date_with_an_offset_comes_back_as_the_same_instant_in_UTC()
    {
        var local = new DateTimeOffset(2026, 3, 1, 1, 30, 0, TimeSpan.FromHours(-6));
        await Commit(new RowChange(Add, new TableRow(Partition, "date") { ["When"] = local }));
        var read = (await Get("date"))!.GetDateTimeOffset("When")!.Value;
        Assert.Equal(local, read);
        Assert.Equal(TimeSpan.Zero, read.Offset);
    }

    [Fact]
    public async Task A_read_row_has_the_ETag_of_its_commit_and_a_timestamp()
    {
        var committed = await Commit(Insert("a"));
        var row = (await Get("a"))!;
        Assert.Equal(committed.ETags[0], row.ETag);
        Assert.NotNull(row.Timestamp);
    }

    [Fact]
    public async Task Replacing_with_the_current_ETag_replaces_the_whole_row()
    {
        var first = await Commit(new RowChange(Add, new TableRow(Partition, "a") { ["Old"] = 1 }));
        var second = await Commit(
            new RowChange(UpdateReplace, new TableRow(Partition, "a") { ["New"] = 2 }, first.ETags[0]));
        var row = (await Get("a"))!;
        Assert.Equal(["New"], row.Keys);
        Assert.Equal(second.ETags[0], row.ETag);
        Assert.NotEqual(first.ETags[0], second.ETags[0]);
    }

    [Fact]
    public async Task Replacing_or_deleting_with_an_old_ETag_is_refused()
    {
        var first = await Commit(Insert("a"));
        await Commit(new RowChange(UpdateReplace, new TableRow(Partition, "a") { ["N"] = 2 }, first.ETags[0]));

        Assert.Equal(
            new CommitResult.Refused(0, CommitRefusal.ETagMismatch),
            await Try(new RowChange(UpdateReplace, new TableRow(Partition, "a") { ["N"] = 3 }, first.ETags[0])));
        Assert.Equal(
            new CommitResult.Refused(0, CommitRefusal.ETagMismatch),
            await Try(new RowChange(Delete, new TableRow(Partition, "a"), first.ETags[0])));
        Assert.Equal(2, (await Get("a"))!.GetInt32("N"));
    }

    [Fact]
    public async Task Any_ETag_replaces_and_deletes_what_is_there()
    {
        await Commit(Insert("a"), Insert("b"));
        var committed = await Commit(
            new RowChange(UpdateReplace, new TableRow(Partition, "a") { ["N"] = 2 }, ETag.All),
            new RowChange(Delete, new TableRow(Partition, "b"), ETag.All));
        Assert.Equal(2, (await Get("a"))!.GetInt32("N"));
        Assert.Null(await Get("b"));
        Assert.Equal(default, committed.ETags[1]);
    }

    [Theory]
    [InlineData(UpdateReplace)]
    [InlineData(Delete)]
    public async Task Replacing_or_deleting_a_row_that_is_not_there_is_refused(RowChangeType type) =>
        Assert.Equal(
            new CommitResult.Refused(1, CommitRefusal.NotFound),
            await Try(Insert("a"), new RowChange(type, new TableRow(Partition, "nobody"), ETag.All)));

    [Fact]
    public async Task An_upsert_inserts_and_then_replaces()
    {
        await Commit(new RowChange(UpsertReplace, new TableRow(Partition, "a") { ["Old"] = 1 }));
        var second = await Commit(new RowChange(UpsertReplace, new TableRow(Partition, "a") { ["New"] = 2 }));
        var row = (await Get("a"))!;
        Assert.Equal(["New"], row.Keys);
        Assert.Equal(second.ETags[0], row.ETag);
    }

    [Fact]
    public async Task A_refused_action_is_named_and_nothing_of_its_transaction_is_written()
    {
        var there = await Commit(new RowChange(Add, new TableRow(Partition, "there") { ["N"] = 1 }));
        var refused = await Try(
            Insert("new-1"),
            new RowChange(UpdateReplace, new TableRow(Partition, "there") { ["N"] = 2 }, there.ETags[0]),
            Insert("new-2"),
            Insert("new-3"),
            Insert("there-2"),
            new RowChange(Delete, new TableRow(Partition, "never-was"), ETag.All));
        Assert.Equal(new CommitResult.Refused(5, CommitRefusal.NotFound), refused);

        await Commit(Insert("taken"));
        Assert.Equal(
            new CommitResult.Refused(2, CommitRefusal.AlreadyExists), await Try(Insert("new-1"), Insert("new-2"), Insert("taken")));

        Assert.Equal(["taken", "there"], (await Rows("", "~")).Select(row => row.RowKey));
        Assert.Equal(1, (await Get("there"))!.GetInt32("N"));
        Assert.Equal(there.ETags[0], (await Get("there"))!.ETag);
    }

    [Fact]
    public async Task A_hundred_rows_commit_at_once_each_with_its_ETag()
    {
        var committed = await Commit([.. Enumerable.Range(0, 100).Select(i => Insert($"r{i:000}"))]);
        Assert.Equal(100, committed.ETags.Count);
        var rows = await Rows("r", "s");
        Assert.Equal(100, rows.Count);
        Assert.Equal(committed.ETags, rows.Select(row => row.ETag));
    }

    [Fact]
    public async Task Commits_to_many_partitions_at_once_are_all_or_nothing_each()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async p =>
        {
            var partition = $"many!{p:00}";
            await Store.CommitAsync(_table, Rows("a", "b"), default);
            var refused = await Store.CommitAsync(_table, Rows("c", "a"), default);
            Assert.Equal(new CommitResult.Refused(1, CommitRefusal.AlreadyExists), refused);
            var keys = await Store.QueryAsync(_table, partition, "", "~", null, default).Select(row => row.RowKey).ToListAsync();
            Assert.Equal(["a", "b"], keys);

            RowChange[] Rows(params string[] keys) =>
                [.. keys.Select(key => new RowChange(Add, new TableRow(partition, key)))];
        }));
    }

    [Fact]
    public async Task One_of_many_commits_on_the_same_ETag_wins()
    {
        var first = await Commit(Insert("a"));
        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Try(
            new RowChange(UpdateReplace, new TableRow(Partition, "a") { ["N"] = i }, first.ETags[0]))));
        var winner = Assert.Single(results, result => result is CommitResult.Committed);
        Assert.All(
            results.Where(result => result != winner),
            result => Assert.Equal(new CommitResult.Refused(0, CommitRefusal.ETagMismatch), result));
        Assert.Equal(Array.IndexOf(results, winner), (await Get("a"))!.GetInt32("N"));
    }

    [Fact]
    public async Task A_range_is_in_row_key_order_and_ends_before_its_end()
    {
        await Commit(Insert("b!2"), Insert("a"), Insert("b!10"), Insert("b!1"), Insert("b"), Insert("b-x"), Insert("c"));
        Assert.Equal(["b", "b!1", "b!10", "b!2", "b-x"], (await Rows("b", "c")).Select(row => row.RowKey));
        Assert.Equal(["b!1", "b!10", "b!2"], (await Rows("b!", "b\"")).Select(row => row.RowKey));
        Assert.Empty(await Rows("x", "y"));
    }

    [Fact]
    public async Task A_range_stays_within_its_partition()
    {
        await Commit(Insert("a"));
        await Commit(new RowChange(Add, new TableRow(Partition + "0", "a")));
        Assert.Equal(Partition, Assert.Single(await Rows("", "~")).PartitionKey);
    }

    [Fact]
    public async Task A_range_goes_on_after_the_first_thousand_rows()
    {
        var keys = Enumerable.Range(0, 2050).Select(i => $"r{i:0000}").ToList();
        foreach (var chunk in keys.Chunk(100))
            await Commit([.. chunk.Select(Insert)]);
        Assert.Equal(keys, (await Rows("r", "s")).Select(row => row.RowKey));
        Assert.Equal(keys[..1500], (await Rows("r", "s", take: 1500)).Select(row => row.RowKey));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_range_stops_after_what_was_asked_for(int take)
    {
        await Commit([.. Enumerable.Range(0, 5).Select(i => Insert($"r{i}"))]);
        Assert.Equal(Enumerable.Range(0, take).Select(i => $"r{i}"), (await Rows("r", "s", take)).Select(row => row.RowKey));
    }

    [Fact]
    public async Task A_scan_is_in_the_order_of_partition_and_row_and_ends_before_its_end()
    {
        foreach (var partition in new[] { "s!w!2", "s!w!10", "s!w", "s!w!1", "s!x", "s" })
        {
            await CommitAsync("b", "a");
            async Task CommitAsync(params string[] keys) => Assert.IsType<CommitResult.Committed>(
                await Store.CommitAsync(_table, [.. keys.Select(key => new RowChange(Add, new TableRow(partition, key)))], default));
        }
        Assert.Equal(
            ["s!w/a", "s!w/b", "s!w!1/a", "s!w!1/b", "s!w!10/a", "s!w!10/b", "s!w!2/a", "s!w!2/b"], await ScanAsync("s!w", "s!x", take: null));
        Assert.Equal(["s!w!1/a", "s!w!1/b", "s!w!10/a"], await ScanAsync("s!w!1", "t", take: 3));
        Assert.Empty(await ScanAsync("s!x!", "t", take: null));
        Assert.Empty(await ScanAsync("", "~", take: 0));

        async Task<List<string>> ScanAsync(string from, string to, int? take) =>
            await Store.ScanAsync(_table, from, to, take, default).Select(row => $"{row.PartitionKey}/{row.RowKey}").ToListAsync();
    }

    [Fact]
    public async Task A_scan_goes_on_after_the_first_thousand_rows()
    {
        var rows = Enumerable.Range(0, 2150).Select(i => (Partition: $"s!{i / 300:00}", Row: $"{i % 300:000}")).ToList();
        foreach (var chunk in rows.GroupBy(row => row.Partition).SelectMany(partition => partition.Chunk(100)))
        {
            RowChange[] actions = [.. chunk.Select(row => new RowChange(Add, new TableRow(row.Partition, row.Row)))];
            Assert.IsType<CommitResult.Committed>(await Store.CommitAsync(_table, actions, default));
        }
        var scan = Store.ScanAsync(_table, "s!", "s\"", null, default).Select(row => (row.PartitionKey, row.RowKey));
        Assert.Equal(rows, await scan.ToListAsync());
        // What can be read once can be read again.
        Assert.Equal(rows, await scan.ToListAsync());
        Assert.Equal(1100, await Store.ScanAsync(_table, "s!", "s\"", 1100, default).CountAsync());
    }

    [Fact]
    public async Task A_range_that_is_left_early_leaves_the_store_free_to_write()
    {
        await Commit([.. Enumerable.Range(0, 50).Select(i => Insert($"r{i:00}"))]);
        await foreach (var row in Store.QueryAsync(_table, Partition, "r", "s", null, default))
        {
            await Commit(new RowChange(UpdateReplace, new TableRow(Partition, row.RowKey) { ["N"] = 1 }, row.ETag));
            if (row.RowKey == "r10")
                break;
        }
        Assert.Equal(11, (await Rows("r", "s")).Count(row => row.Count == 1));
    }

    [Fact]
    public async Task A_row_that_was_deleted_and_added_again_has_another_ETag()
    {
        var first = await Commit(Insert("a"));
        await Commit(new RowChange(Delete, new TableRow(Partition, "a"), ETag.All));
        var second = await Commit(Insert("a"));
        Assert.NotEqual(first.ETags[0], second.ETags[0]);
        Assert.Equal(
            new CommitResult.Refused(0, CommitRefusal.ETagMismatch),
            await Try(new RowChange(Delete, new TableRow(Partition, "a"), first.ETags[0])));
    }

    [Fact]
    public async Task An_ETag_that_the_store_never_gave_is_not_the_rows()
    {
        await Commit(Insert("a"));
        Assert.Equal(
            new CommitResult.Refused(0, CommitRefusal.ETagMismatch),
            await Try(new RowChange(Delete, new TableRow(Partition, "a"), new ETag("W/\"datetime'2000-01-01T00%3A00%3A00Z'\""))));
    }

    [Fact]
    public async Task A_commit_that_was_cancelled_before_it_began_writes_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CommitAsync(_table, [Insert("a")], cancelled.Token));
        Assert.Null(await Get("a"));
    }

    [Theory]
    [MemberData(nameof(AwkwardText.Keys), MemberType = typeof(AwkwardText))]
    public async Task A_key_with_awkward_characters_is_found_replaced_and_deleted(string key)
    {
        var partition = $"{key}!p";
        var row = new TableRow(partition, key) { ["N"] = 1 };
        var added = Assert.IsType<CommitResult.Committed>(
            await Store.CommitAsync(_table, [new RowChange(Add, row)], default));

        var read = await Store.GetAsync(_table, partition, key, default);
        RowAssert.Same(row, read);
        var range = await Store.QueryAsync(_table, partition, key, key + "\uFFFD", null, default).ToListAsync();
        RowAssert.Same(row, Assert.Single(range));

        var replaced = Assert.IsType<CommitResult.Committed>(await Store.CommitAsync(
            _table,
            [new RowChange(UpdateReplace, new TableRow(partition, key) { ["N"] = 2 }, added.ETags[0])],
            default));
        Assert.Equal(2, (await Store.GetAsync(_table, partition, key, default))!.GetInt32("N"));
        Assert.IsType<CommitResult.Committed>(await Store.CommitAsync(
            _table, [new RowChange(Delete, row, replaced.ETags[0])], default));
        Assert.Null(await Store.GetAsync(_table, partition, key, default));
    }

    [Theory]
    [MemberData(nameof(AwkwardText.Values), MemberType = typeof(AwkwardText))]
    public async Task A_value_with_awkward_text_comes_back_as_it_was_written(string text)
    {
        var first = new TableRow(Partition, "a") { ["Text"] = text, ["After"] = 1 };
        var second = new TableRow(Partition, "b") { ["Text"] = text + text };
        await Commit(new RowChange(Add, first), new RowChange(UpsertReplace, second), Insert("c"));
        RowAssert.Same(first, await Get("a"));
        RowAssert.Same(second, await Get("b"));
    }

    [Fact]
    public async Task A_property_of_64_KiB_is_kept()
    {
        var row = new TableRow(Partition, "big")
        {
            ["Text"] = new string('x', TableLimits.MaxPropertyBytes / 2),
            ["Bytes"] = new byte[TableLimits.MaxPropertyBytes],
        };
        await Commit(new RowChange(Add, row));
        RowAssert.Same(row, await Get("big"));
    }

    [Theory]
    [MemberData(nameof(OverLimit.Names), MemberType = typeof(OverLimit))]
    public async Task What_exceeds_a_limit_is_refused_as_invalid_with_its_index(string limit)
    {
        var (actions, index) = OverLimit.Transaction(limit, Partition);
        Assert.Equal(new CommitResult.Refused(index, CommitRefusal.Invalid), await Store.CommitAsync(_table, actions, default));
        Assert.Empty(await Rows("", "\uFFFD"));
    }

    [Fact]
    public async Task A_transaction_without_actions_is_a_defect() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store.CommitAsync(_table, [], default));

    [Fact]
    public async Task Replacing_without_an_ETag_is_a_defect() =>
        await Assert.ThrowsAsync<ArgumentException>(
            () => Try(new RowChange(UpdateReplace, new TableRow(Partition, "a"))));

    [Fact]
    public async Task A_missing_table_is_said_loudly()
    {
        var exception = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => Store.CommitAsync("missing1", [Insert("a")], default));
        Assert.Contains("'missing1'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("surveyctl setup", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.GetAsync("missing1", "p", "r", default));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await Store.QueryAsync("missing1", "p", "a", "b", null, default).ToListAsync());
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await Store.ScanAsync("missing1", "a", "b", null, default).ToListAsync());
    }

    [Fact]
    public async Task A_cancelled_caller_sees_its_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.GetAsync(_table, "p", "r", cancelled.Token));
    }

    private static RowChange Insert(string rowKey) => new(Add, new TableRow(Partition, rowKey));

    private Task<TableRow?> Get(string rowKey) => Store.GetAsync(_table, Partition, rowKey, default);

    private Task<CommitResult> Try(params RowChange[] actions) => Store.CommitAsync(_table, actions, default);

    private async Task<CommitResult.Committed> Commit(params RowChange[] actions) =>
        Assert.IsType<CommitResult.Committed>(await Try(actions));

    private async Task<List<TableRow>> Rows(string from, string to, int? take = null) =>
        await Store.QueryAsync(_table, Partition, from, to, take, default).ToListAsync();
}
