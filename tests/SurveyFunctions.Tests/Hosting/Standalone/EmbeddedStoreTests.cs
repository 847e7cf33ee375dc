using System.Net;

using SurveyFunctions.Tests.Intake;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Hosting.Standalone;

/// <summary>The app on one file, from the first response to the dashboard, and killed in the middle.</summary>
public sealed class EmbeddedStoreTests(EmbeddedAppFixture embedded) : IClassFixture<EmbeddedAppFixture>
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_response_is_stored_once_and_other_content_under_its_id_is_a_conflict()
    {
        var wave = await embedded.OpenWaveAsync();
        var id = Guid.NewGuid();

        var first = await SubmitAsync(embedded.App, wave, id);
        var replay = await SubmitAsync(embedded.App, wave, id);
        var other = await SubmitAsync(embedded.App, wave, id, """{"overall":"unfavorable"}""");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Conflict), (first.Status, replay.Status, other.Status));
        Assert.Equal(first.Body, replay.Body);
        await AssertFoldedAsync(wave, responses: 1);
    }

    [Fact]
    public async Task Responses_are_folded_rolled_up_and_shown()
    {
        var wave = await embedded.OpenWaveAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => SubmitAsync(
            embedded.App, wave, Guid.NewGuid(), i % 4 < 2 ? """{"overall":"unfavorable","welcome":"disagree"}""" : """{"overall":"favorable","welcome":"agree"}""", school: i % 2)));
        await AssertFoldedAsync(wave, responses: 40);

        Assert.NotNull(await embedded.Engine.Release.RunAsync(wave.Wave, CancellationToken.None));

        var json = await Answered.ToGetAsync(embedded.App.Client, $"/api/waves/{wave.Id}/results/network");
        var page = await Answered.ToGetAsync(embedded.App.Client, $"/dashboard/{wave.Id}?lang=en");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (json.Status, page.Status));
        Assert.Equal(30, json.Json.GetProperty("participation").GetProperty("responses").GetInt32());
        Assert.Equal(50, json.Json.GetProperty("headline").GetProperty("favorable").GetDouble());
        Assert.Contains("50%", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_app_acknowledged_before_it_was_killed_is_all_there_and_adds_up()
    {
        const int Schools = 60;
        var wave = await embedded.OpenWaveAsync(Schools);
        await using var killed = await embedded.StartAppAsync();
        var acknowledged = 0;
        var enough = new TaskCompletionSource();
        var submitting = Enumerable.Range(0, 8).Select(lane => Task.Run(() => SubmitUntilKilledAsync(lane))).ToList();

        await enough.Task.WaitAsync(LongEnough, TimeProvider.System);
        await killed.KillAsync();

        var receipts = (await Task.WhenAll(submitting)).SelectMany(ids => ids).ToList();
        foreach (var (id, school) in receipts)
        {
            var again = await SubmitAsync(embedded.App, wave, id, school: school);
            Assert.Equal(HttpStatusCode.OK, again.Status);
        }
        var stored = await VerifyAsync(wave);
        Assert.InRange(stored.Responses, receipts.Count, receipts.Count + 8);
        // Messages that the killed copy took come back when their lease ends: the fold of all need not wait for them.
        await embedded.Engine.FoldAll.FoldAsync(CancellationToken.None);
        Assert.Equal((stored.Responses, 0), await VerifyAsync(wave));

        async Task<List<(Guid Id, int School)>> SubmitUntilKilledAsync(int lane)
        {
            var ids = new List<(Guid, int)>();
            try
            {
                for (var i = 0; ; i++)
                {
                    var (id, school) = (Guid.NewGuid(), (lane + i) % Schools);
                    if ((await SubmitAsync(killed, wave, id, school: school)).Status != HttpStatusCode.Created)
                        continue;
                    ids.Add((id, school));
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

    [Fact]
    public async Task Two_copies_on_one_file_count_each_response_once()
    {
        const int Responses = 60;
        var wave = await embedded.OpenWaveAsync();
        await using var second = await embedded.StartAppAsync();
        var ids = Enumerable.Range(0, Responses).Select(_ => Guid.NewGuid()).ToList();

        var answered = await Task.WhenAll(ids.SelectMany((id, i) => new[] { embedded.App, second, embedded.App }
            .Select(copy => SubmitAsync(copy, wave, id, school: i % 3))));

        Assert.Equal(Responses, answered.Count(one => one.Status == HttpStatusCode.Created));
        Assert.Equal(2 * Responses, answered.Count(one => one.Status == HttpStatusCode.OK));
        await AssertFoldedAsync(wave, Responses);
        Assert.Equal(0, await second.TerminateAsync());
    }

    private static Task<Answered> SubmitAsync(
        AppProcess app, TestWave wave, Guid id, string answers = SubmissionJson.Favorable, int school = 0) =>
        Answered.ToPostAsync(app.Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, id, answers, school));

    /// <summary>The apps work the queue: soon nothing is pending.</summary>
    private async Task AssertFoldedAsync(TestWave wave, int responses)
    {
        using var patience = new CancellationTokenSource(LongEnough);
        while (await VerifyAsync(wave) is var stored && stored != (responses, 0))
        {
            Assert.Equal(responses, stored.Responses);
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    /// <summary>The stored responses, and how many of them wait for a fold; they add up.</summary>
    private async Task<(int Responses, int Pending)> VerifyAsync(TestWave wave)
    {
        var partitions = await Task.WhenAll(wave.Wave.Partitions.Select(
            partition => embedded.Engine.Verify.VerifyAsync(wave.Wave, partition, CancellationToken.None)));
        Assert.All(partitions, partition => Assert.Empty(partition.Discrepancies));
        return (partitions.Sum(partition => partition.Responses), partitions.Sum(partition => partition.Pending));
    }
}
