using TestSupport;

namespace SurveyStorage.Tests.Contract;

/// <summary>What every form of <see cref="IQueueStore"/> does alike; one derived class per form.</summary>
public abstract class QueueStoreContract : IAsyncLifetime
{
    // The shortest lease there is: a test that must see one end waits for it.
    private static readonly TimeSpan ShortLease = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongLease = TimeSpan.FromMinutes(5);

    private readonly string _queue = AzuriteFixture.NewName("q");

    protected abstract IQueueStore Store { get; }

    public ValueTask InitializeAsync() => new(Store.CreateQueueAsync(_queue, default));

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("""{"v":1,"partition":"t!w!1"}""")]
    [InlineData("<a>&amp; \"quoted\" 😀 العربية")]
    [InlineData(" spaces around ")]
    public async Task A_message_arrives_as_it_was_sent(string text)
    {
        await Store.SendAsync(_queue, text, TimeSpan.Zero, default);
        var message = Assert.Single(await ReceiveAsync(LongLease));
        Assert.Equal(text, message.Text);
        Assert.Equal(1, message.DequeueCount);
    }

    [Fact]
    public async Task Creating_a_queue_twice_keeps_its_messages()
    {
        await Store.SendAsync(_queue, "a", TimeSpan.Zero, default);
        await Store.CreateQueueAsync(_queue, default);
        Assert.Equal(["a"], await Store.PeekAsync(_queue, 32, default));
    }

    [Fact]
    public async Task A_delayed_message_is_counted_but_not_seen_before_its_time()
    {
        await Store.SendAsync(_queue, "later", TimeSpan.FromMinutes(5), default);
        Assert.Empty(await ReceiveAsync(LongLease));
        Assert.Empty(await Store.PeekAsync(_queue, 32, default));
        Assert.Equal(1, await Store.CountAsync(_queue, default));
    }

    [Fact]
    public async Task A_delayed_message_arrives()
    {
        await Store.SendAsync(_queue, "soon", TimeSpan.FromSeconds(1), default);
        Assert.Equal("soon", (await ReceiveOneAsync(LongLease)).Text);
    }

    [Fact]
    public async Task A_leased_message_is_nobody_elses()
    {
        await Store.SendAsync(_queue, "a", TimeSpan.Zero, default);
        Assert.Single(await ReceiveAsync(LongLease));
        Assert.Empty(await ReceiveAsync(LongLease));
        Assert.Empty(await Store.PeekAsync(_queue, 32, default));
        Assert.Equal(1, await Store.CountAsync(_queue, default));
    }

    [Fact]
    public async Task A_message_that_was_not_deleted_comes_again_and_its_first_lease_is_lost()
    {
        await Store.SendAsync(_queue, "a", TimeSpan.Zero, default);
        var first = Assert.Single(await ReceiveAsync(ShortLease));
        var second = await ReceiveOneAsync(LongLease);
        Assert.Equal(first.Id, second.Id);
        Assert.Equal(2, second.DequeueCount);

        Assert.False(await Store.DeleteAsync(_queue, first, default));
        Assert.Equal(1, await Store.CountAsync(_queue, default));
        Assert.True(await Store.DeleteAsync(_queue, second, default));
        Assert.Equal(0, await Store.CountAsync(_queue, default));
    }

    [Fact]
    public async Task Each_delivery_of_a_message_that_nobody_deletes_counts()
    {
        await Store.SendAsync(_queue, "poison", TimeSpan.Zero, default);
        for (var delivery = 1; delivery <= 3; delivery++)
            Assert.Equal(("poison", delivery), await DeliverAsync());

        async Task<(string Text, long Delivery)> DeliverAsync()
        {
            var message = await ReceiveOneAsync(ShortLease);
            return (message.Text, message.DequeueCount);
        }
    }

    [Fact]
    public async Task A_lease_that_ended_can_still_delete_while_nobody_else_has_one()
    {
        await Store.SendAsync(_queue, "a", TimeSpan.Zero, default);
        var message = Assert.Single(await ReceiveAsync(ShortLease));
        await UntilAsync(async () => (await Store.PeekAsync(_queue, 1, default)).Count == 1);
        Assert.True(await Store.DeleteAsync(_queue, message, default));
    }

    [Fact]
    public async Task What_has_waited_longest_comes_first()
    {
        for (var i = 0; i < 5; i++)
            await Store.SendAsync(_queue, $"m{i}", TimeSpan.Zero, default);
        Assert.Equal(["m0", "m1"], await Store.PeekAsync(_queue, 2, default));
        Assert.Equal(["m0", "m1", "m2"], (await Store.ReceiveAsync(_queue, 3, LongLease, default)).Select(message => message.Text));
    }

    [Fact]
    public async Task Deleting_twice_says_that_the_message_is_gone()
    {
        await Store.SendAsync(_queue, "a", TimeSpan.Zero, default);
        var message = Assert.Single(await ReceiveAsync(LongLease));
        Assert.True(await Store.DeleteAsync(_queue, message, default));
        Assert.False(await Store.DeleteAsync(_queue, message, default));
    }

    [Fact]
    public async Task No_more_messages_are_received_than_asked_for()
    {
        for (var i = 0; i < 5; i++)
            await Store.SendAsync(_queue, $"m{i}", TimeSpan.Zero, default);
        Assert.Equal(3, (await Store.ReceiveAsync(_queue, 3, LongLease, default)).Count);
        Assert.Equal(2, (await ReceiveAsync(LongLease)).Count);
    }

    [Fact]
    public async Task Peeking_takes_no_lease()
    {
        await Store.SendAsync(_queue, "a", TimeSpan.Zero, default);
        await Store.PeekAsync(_queue, 1, default);
        Assert.Equal(1, Assert.Single(await ReceiveAsync(LongLease)).DequeueCount);
    }

    [Fact]
    public async Task A_missing_queue_is_said_loudly()
    {
        var exception = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => Store.SendAsync("missing-1", "a", TimeSpan.Zero, default));
        Assert.Contains("'missing-1'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("surveyctl setup", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.ReceiveAsync("missing-1", 1, LongLease, default));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.CountAsync("missing-1", default));
    }

    private Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(TimeSpan lease) => Store.ReceiveAsync(_queue, 32, lease, default);

    /// <summary>Asks until there is a message.</summary>
    private async Task<ReceivedMessage> ReceiveOneAsync(TimeSpan lease)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await Store.ReceiveAsync(_queue, 1, lease, patience.Token) is [var message])
                return message;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
            patience.Token.ThrowIfCancellationRequested();
    }
}
