using System.Net;

using SurveyEngine.Keys;

using SurveyFunctions.Tests.Intake;

using TestSupport.Waves;

namespace SurveyFunctions.Tests.Hosting;

/// <summary>The app is asked to end, or killed, in the middle of its work on Azurite.</summary>
[Collection(FoldingEverything.Collection)]
public sealed class ShutdownTests(OwnAzurite own) : IClassFixture<OwnAzurite>
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Requests_that_wait_for_the_storage_are_finished_and_announced_before_the_app_ends()
    {
        const int Responses = 50;
        await using var proxy = own.NewProxy();
        await using var app = await own.StartAppAsync(proxy);
        var wave = await TestWave.OpenAsync(own.Engine);
        Assert.Equal(HttpStatusCode.Created, (await SubmitAsync(app.Client, wave, Guid.NewGuid())).Status);
        await TakeMessagesAsync();
        proxy.Hold();
        var answers = Enumerable.Range(0, Responses).Select(_ => SubmitAsync(app.Client, wave, Guid.NewGuid())).ToList();
        await UntilAsync(() => proxy.Held > 0);

        var ending = app.TerminateAsync();
        await UntilAsync(() => app.Output.Contains("shutting down", StringComparison.Ordinal));
        Assert.DoesNotContain(answers, answer => answer.IsCompleted);
        proxy.Release();

        Assert.All(await Task.WhenAll(answers), answered => Assert.Equal(HttpStatusCode.Created, answered.Status));
        Assert.Equal(0, await ending);
        Assert.Equal(Responses + 1, (await StoredResponses.VerifiedAsync(own.Engine, wave)).Count);
        Assert.Equal(wave.Wave.PartitionOf(wave.Schools[0]).Key, Assert.Single(await TakeMessagesAsync()));
    }

    [Fact]
    public async Task What_the_app_acknowledged_before_it_was_killed_is_all_there_and_adds_up()
    {
        const int Schools = 60, Lanes = 8;
        await using var proxy = own.NewProxy();
        await using var killed = await own.StartAppAsync(proxy);
        var wave = await TestWave.OpenAsync(own.Engine, Schools);
        var acknowledged = 0;
        var enough = new TaskCompletionSource();
        var submitting = Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => SubmitUntilKilledAsync(lane))).ToList();

        await enough.Task.WaitAsync(LongEnough, TimeProvider.System);
        await killed.KillAsync();

        var told = (await Task.WhenAll(submitting)).SelectMany(ids => ids).ToList();
        var stored = await StoredResponses.VerifiedAsync(own.Engine, wave);
        Assert.Subset(stored.ToHashSet(), told.Select(SubmissionJson.RowKey).ToHashSet());
        Assert.InRange(stored.Count, told.Count, told.Count + Lanes);
        await own.Engine.FoldAll.FoldAsync(CancellationToken.None);
        Assert.Equal(stored.Order(), (await StoredResponses.VerifiedAsync(own.Engine, wave)).Order());

        async Task<List<Guid>> SubmitUntilKilledAsync(int lane)
        {
            var ids = new List<Guid>();
            try
            {
                for (var i = 0; ; i++)
                {
                    var id = Guid.NewGuid();
                    if ((await SubmitAsync(killed.Client, wave, id, (lane + i) % Schools)).Status != HttpStatusCode.Created)
                        continue;
                    ids.Add(id);
                    if (Interlocked.Increment(ref acknowledged) == 150)
                        enough.SetResult();
                }
            }
            catch (HttpRequestException)
            {
                return ids;
            }
        }
    }

    private static Task<Answered> SubmitAsync(HttpClient client, TestWave wave, Guid id, int school = 0) =>
        Answered.ToPostAsync(client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, id, school: school));

    /// <summary>The partitions of all messages, once they are visible: there is at least one.</summary>
    private async Task<IReadOnlyList<string>> TakeMessagesAsync()
    {
        using var patience = new CancellationTokenSource(LongEnough);
        var partitions = new List<string>();
        while (partitions.Count == 0 || await own.Azurite.Queues.CountAsync(StoreNames.PendingBatches, patience.Token) > 0)
        {
            foreach (var message in await own.Azurite.Queues.ReceiveAsync(StoreNames.PendingBatches, 32, LongEnough, patience.Token))
            {
                partitions.Add(SurveyEngine.Intake.PendingMessage.Read(message.Text).Key);
                await own.Azurite.Queues.DeleteAsync(StoreNames.PendingBatches, message, patience.Token);
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
        return partitions;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(LongEnough);
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
    }
}
