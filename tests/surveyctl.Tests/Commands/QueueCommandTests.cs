using SurveyStore.Keys;

using TestSupport;

namespace Surveyctl.Tests.Commands;

public sealed class QueueCommandTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_message_that_was_given_up_is_shown_with_its_text_and_why()
    {
        await azurite.SetUpAsync();
        var text = $$"""{"v":9,"partition":"{{AzuriteFixture.NewName()}}"}""";
        await azurite.Queues.SendAsync(StoreNames.PendingBatchesPoison, text, TimeSpan.Zero, CancellationToken.None);

        var run = await CommandRun.OfAsync("queue", "show", "--connection", azurite.ConnectionString, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.True(run.Number("poison") >= 1);
        var message = run.Json().GetProperty("messages").EnumerateArray().Single(shown => shown.GetProperty("text").GetString() == text);
        Assert.Contains("version 1", message.GetProperty("problem").GetString(), StringComparison.Ordinal);
    }
}
