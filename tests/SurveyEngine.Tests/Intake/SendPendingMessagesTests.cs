using SurveyEngine.Intake;
using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage;

using TestSupport;

namespace SurveyEngine.Tests.Intake;

public abstract class SendPendingMessagesTests(EngineFixture stores)
{
    public sealed class OnAzurite(AzuriteEngineFixture stores) : SendPendingMessagesTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : SendPendingMessagesTests(stores), IClassFixture<EmbeddedEngineFixture>;

    private static readonly ResponsesPartition Partition = new(new TenantId("tenant"), new WaveId("wave"), 7);
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Commits_within_a_second_of_an_acknowledged_send_share_its_message()
    {
        var queue = new FaultyQueues(stores.Queues);
        var messages = new SendPendingMessages(queue, _time);

        for (var i = 0; i < 5; i++)
        {
            messages.Committed(Partition);
            await messages.DrainAsync();
            _time.Advance(TimeSpan.FromMilliseconds(199));
        }
        Assert.Equal([("""{"v":1,"partition":"tenant!wave!00007"}""", SendPendingMessages.Delay)], queue.Sent);

        _time.Advance(TimeSpan.FromMilliseconds(5));
        messages.Committed(Partition);
        await messages.DrainAsync();
        Assert.Equal(2, queue.Sent.Count);
    }

    [Fact]
    public async Task A_commit_during_a_slow_send_gets_a_message_of_its_own_if_the_first_may_come_too_early()
    {
        var queue = new FaultyQueues(stores.Queues);
        var messages = new SendPendingMessages(queue, _time);
        var slow = new TaskCompletionSource();
        queue.OnSend = () => slow.Task;

        messages.Committed(Partition);
        await queue.FirstSend;
        _time.Advance(SendPendingMessages.Delay);
        messages.Committed(Partition);
        queue.OnSend = null;
        slow.SetResult();
        await messages.DrainAsync();

        Assert.Equal(2, queue.Sent.Count);
    }

    [Fact]
    public async Task A_send_that_fails_is_tried_again()
    {
        var queue = new FaultyQueues(stores.Queues);
        var messages = new SendPendingMessages(queue, _time);
        queue.OnSend = () =>
        {
            queue.OnSend = null;
            throw new StoreUnavailableException("Once.");
        };

        messages.Committed(Partition);
        await messages.DrainAsync();

        Assert.Single(queue.Sent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"v":2,"partition":"tenant!wave!00007"}""")]
    [InlineData("""{"v":"1","partition":"tenant!wave!00007"}""")]
    [InlineData("""{"v":1}""")]
    [InlineData("""{"v":1,"partition":"tenant!wave!7"}""")]
    [InlineData("""{"v":1,"partition":"tenant!wave!00007!more"}""")]
    [InlineData("""{"v":1,"partition":"Tenant!wave!00007"}""")]
    public void A_message_of_an_unknown_form_is_refused(string text) =>
        Assert.Throws<FormatException>(() => PendingMessage.Read(text));

    [Fact]
    public void A_message_round_trips() => Assert.Equal(Partition, PendingMessage.Read(PendingMessage.Write(Partition)));
}
