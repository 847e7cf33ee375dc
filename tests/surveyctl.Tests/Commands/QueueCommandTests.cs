using SurveyEngine.Intake;
using SurveyEngine.Keys;

using Surveys.Ids;

using TestSupport;

namespace Surveyctl.Tests.Commands;

/// <summary>What a queue holds is counted to the last message, so each test has queues that nobody else writes to.</summary>
public sealed class QueueCommandTests : IAsyncLifetime
{
    private readonly EmbeddedFixture _storage = new();

    public async ValueTask InitializeAsync()
    {
        using var engine = new Engine(_storage.Tables, _storage.Queues);
        await engine.SetUpAsync();
    }

    public ValueTask DisposeAsync()
    {
        _storage.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_message_that_was_given_up_is_shown_with_its_text_and_why()
    {
        var text = $$"""{"v":9,"partition":"{{AzuriteFixture.NewName()}}"}""";
        await GiveUpAsync(text);

        var run = await RunAsync("show");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(1, run.Number("poison"));
        var message = Assert.Single(run.Json().GetProperty("messages").EnumerateArray());
        Assert.Equal(text, message.GetProperty("text").GetString());
        Assert.Contains("version 1", message.GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replayed_messages_are_tried_again_and_those_of_nobody_stay_until_they_are_discarded()
    {
        // More than one call gives.
        var given = Enumerable.Range(0, 40).Select(bucket => PendingMessage.Write(new ResponsesPartition(new TenantId("t"), new WaveId("w"), bucket))).ToList();
        foreach (var text in given)
            await GiveUpAsync(text);

        Assert.Equal((3, 0, 0), Result(await RunAsync("replay", "--most", "3")));
        await GiveUpAsync("hello");
        var run = await RunAsync("replay");

        Assert.Equal((37, 0, 1), Result(run));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--discard-invalid", run.Errors, StringComparison.Ordinal);
        Assert.Equal(40, await _storage.Queues.CountAsync(StoreNames.PendingBatches, CancellationToken.None));
        Assert.Equal(1, await _storage.Queues.CountAsync(StoreNames.PendingBatchesPoison, CancellationToken.None));
        Assert.Equal(given.Order(), (await ReceiveAllAsync()).Order());
    }

    [Fact]
    public async Task Those_that_somebody_works_on_are_told_as_such_and_not_as_forgotten()
    {
        foreach (var text in new[] { "one", "two" })
            await GiveUpAsync(text);
        await _storage.Queues.ReceiveAsync(StoreNames.PendingBatchesPoison, 32, TimeSpan.FromMinutes(5), CancellationToken.None);

        var none = await CommandRun.OfAsync("queue", "show", "--file", _storage.File);
        await GiveUpAsync("three");
        var one = await CommandRun.OfAsync("queue", "show", "--file", _storage.File);

        Assert.Contains("that were given up can be shown now: they are being worked on", none.Output, StringComparison.Ordinal);
        Assert.Contains("Only 1 of about ", one.Output, StringComparison.Ordinal);
        Assert.Contains("are shown: the others are being worked on", one.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_of_nobody_are_deleted_if_told()
    {
        await GiveUpAsync("\"\\ud800\"");
        await GiveUpAsync("""{"v":1,"partition":"\ud800"}""");

        Assert.Equal((0, 2, 0), Result(await RunAsync("replay", "--discard-invalid")));
        Assert.Equal(0, await _storage.Queues.CountAsync(StoreNames.PendingBatchesPoison, CancellationToken.None));
        Assert.Equal((0, 0, 0), Result(await RunAsync("replay")));
    }

    private static (long Replayed, long Discarded, long Left) Result(CommandRun run) =>
        (run.Number("replayed"), run.Number("discarded"), run.Number("left"));

    private Task GiveUpAsync(string text) =>
        _storage.Queues.SendAsync(StoreNames.PendingBatchesPoison, text, TimeSpan.Zero, CancellationToken.None);

    private Task<CommandRun> RunAsync(params string[] args) =>
        CommandRun.OfAsync(["queue", .. args, "--file", _storage.File, "--json"]);

    private async Task<List<string>> ReceiveAllAsync()
    {
        var texts = new List<string>();
        while (await _storage.Queues.ReceiveAsync(StoreNames.PendingBatches, 32, TimeSpan.FromMinutes(5), CancellationToken.None) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                texts.Add(message.Text);
                await _storage.Queues.DeleteAsync(StoreNames.PendingBatches, message, CancellationToken.None);
            }
        }
        return texts;
    }
}
