using Replay;

using Surveyctl.Output;

using SurveyEngine.Folding;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace Surveyctl.Tests.Replaying;

public sealed class AwaitFoldingTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task It_waits_until_somebody_else_has_folded_and_gives_up_when_nobody_does()
    {
        await azurite.SetUpAsync();
        // Nobody hears of what is pending.
        var queues = new FaultyQueues(azurite.Queues) { OnSend = () => throw new StoreUnavailableException("No network.") };
        using var engine = new Engine(azurite.Tables, queues);
        var wave = await TestWave.OpenAsync(engine);
        await engine.Accept.AcceptAsync(wave.Submission());

        var failure = await Assert.ThrowsAsync<CommandFailedException>(() => RunAsync(WaitAsync(wave)));
        Assert.Equal(ExitCode.Unreachable, failure.ExitCode);
        Assert.StartsWith($"1 responses of wave {wave.Id} are stored and nobody has folded any for 60 s.", failure.Message, StringComparison.Ordinal);

        var waiting = WaitAsync(wave);
        await UntilItWaitsAsync();
        Assert.False(waiting.IsCompleted);
        await engine.Fold.FoldAsync(wave.Wave.Partitions.Single(), CancellationToken.None);
        Assert.Equal(1, await RunAsync(waiting));
    }

    private Task<long> WaitAsync(TestWave wave) =>
        new AwaitFolding(new ReadProgress(azurite.Tables), _time).UntilNothingIsPendingAsync(wave.Wave, Patience, CancellationToken.None);

    private async Task<long> RunAsync(Task<long> waiting)
    {
        while (!waiting.IsCompleted)
        {
            if (_time.ActiveTimers > 0)
                _time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
        return await waiting;
    }

    private async Task UntilItWaitsAsync()
    {
        while (_time.ActiveTimers == 0)
            await Task.Yield();
    }
}
