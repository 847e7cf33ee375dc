using TestSupport;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Contract;

/// <summary>What holds when several real processes work on one store at once, and when one of them is killed.</summary>
public abstract class SeveralProcessesContract : IAsyncLifetime
{
    private readonly string _table = AzuriteFixture.NewName();
    private readonly string _queue = AzuriteFixture.NewName("q");

    protected abstract ITableStore Tables { get; }

    protected abstract IQueueStore Queues { get; }

    /// <summary>How another process is told where the store is.</summary>
    protected abstract string Place { get; }

    public async ValueTask InitializeAsync()
    {
        await Tables.CreateTableAsync(_table, default);
        await Queues.CreateQueueAsync(_queue, default);
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Two_processes_that_replace_the_same_row_lose_no_change_of_either()
    {
        const int Times = 100;
        await Commit(new RowChange(Add, new TableRow("shared", "number") { ["N"] = 0 }));
        await using var one = OtherProcess.Start("increment", Place, _table, "one", $"{Times}");
        await using var other = OtherProcess.Start("increment", Place, _table, "other", $"{Times}");

        var said = (await Task.WhenAll(one.WaitAsync(), other.WaitAsync())).SelectMany(lines => lines).ToList();

        Assert.All(said, line => Assert.StartsWith($"incremented {Times} times", line, StringComparison.Ordinal));
        Assert.Equal(2, said.Count);
        Assert.Equal(2 * Times, (await Tables.GetAsync(_table, "shared", "number", default))!.GetInt32("N"));
        foreach (var name in new[] { "one", "other" })
            Assert.Equal(Times, await Tables.QueryAsync(_table, "shared", $"own!{name}!", $"own!{name}\"", null, default).CountAsync());
    }

    [Fact]
    public async Task Of_two_processes_that_work_a_queue_one_gets_each_message()
    {
        var texts = Enumerable.Range(0, 60).Select(i => $"m{i:00}").ToList();
        foreach (var text in texts)
            await Queues.SendAsync(_queue, text, TimeSpan.Zero, default);
        await using var one = OtherProcess.Start("work", Place, _queue);
        await using var other = OtherProcess.Start("work", Place, _queue);

        var said = (await Task.WhenAll(one.WaitAsync(), other.WaitAsync())).SelectMany(lines => lines).Order();

        Assert.Equal(texts.Select(text => $"handled {text}"), said);
        Assert.Equal(0, await Queues.CountAsync(_queue, default));
    }

    [Fact]
    public async Task What_a_killed_process_was_told_is_there_its_transactions_are_whole_and_others_go_on()
    {
        await using var killed = OtherProcess.Start("commit", Place, _table, _queue);
        var lines = killed.WaitForLinesAsync(60);
        var own = 0;
        while (!lines.IsCompleted)
            await Commit(Own(own++));
        await lines;

        var said = await killed.KillAsync();

        await Commit(Own(own++));
        var rows = await Tables.ScanAsync(_table, "killed!", "killed\"", null, default).ToListAsync();
        var transactions = rows.GroupBy(row => $"{row.PartitionKey}!{row.RowKey[..5]}").ToDictionary(rows => rows.Key, rows => rows.Count());
        Assert.All(Said("committed"), transaction => Assert.Contains(transaction, transactions.Keys));
        Assert.All(transactions.Values, count => Assert.Equal(3, count));
        var messages = await ReceiveAllAsync();
        Assert.All(Said("sent"), message => Assert.Contains(message, messages));
        Assert.All(messages, message => Assert.Contains(message, transactions.Keys));
        Assert.Equal(own, await Tables.QueryAsync(_table, "own", "", "~", null, default).CountAsync());

        IEnumerable<string> Said(string what) =>
            said.Where(line => line.StartsWith(what, StringComparison.Ordinal)).Select(line => line[(what.Length + 1)..]);
    }

    private static RowChange Own(int i) => new(Add, new TableRow("own", $"{i:D5}"));

    private async Task Commit(params RowChange[] actions) =>
        Assert.IsType<CommitResult.Committed>(await Tables.CommitAsync(_table, actions, default));

    private async Task<HashSet<string>> ReceiveAllAsync()
    {
        var texts = new HashSet<string>();
        while (await Queues.ReceiveAsync(_queue, 32, TimeSpan.FromMinutes(5), default) is { Count: > 0 } messages)
            texts.UnionWith(messages.Select(message => message.Text));
        return texts;
    }
}
