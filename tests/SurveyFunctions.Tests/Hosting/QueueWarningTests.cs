using SurveyEngine.Keys;

using TestSupport.FunctionsHost;

namespace SurveyFunctions.Tests.Hosting;

/// <summary>What an operator finds in the log about the queue. The timer is called as the Functions host calls it.</summary>
[Collection(FoldingEverything.Collection)]
public sealed class QueueWarningTests(OwnAzurite own) : IClassFixture<OwnAzurite>
{
    [Fact]
    public async Task Messages_that_were_given_up_are_in_the_log_without_their_text()
    {
        await using var proxy = own.NewProxy();
        await using var app = await own.StartHostAsync(proxy);
        await FoldAsync(app);
        Assert.DoesNotContain("given up", app.Output, StringComparison.Ordinal);

        await own.Azurite.Queues.SendAsync(StoreNames.PendingBatchesPoison, "zebra", TimeSpan.Zero, CancellationToken.None);
        await FoldAsync(app);
        await app.TerminateWorkerAsync();

        Assert.Contains("1 messages were given up after five deliveries", app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("zebra", app.Output, StringComparison.Ordinal);
    }

    private static async Task FoldAsync(EmulatedFunctionsHost app) =>
        Assert.Equal(InvocationStatus.Succeeded, (await app.InvokeAsync("SweepPending", TriggerData.Timer())).Status);
}
