using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

using SurveyFunctions.Hosting;
using SurveyFunctions.Tests.Intake;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Hosting;

/// <summary>Many more requests than a storage that hangs can take: each is answered, memory stays bounded, what was accepted is stored once.</summary>
[Collection(FoldingEverything.Collection)]
public sealed class BackPressureTests(OwnAzurite own, EmbeddedAppFixture embedded) : IClassFixture<OwnAzurite>, IClassFixture<EmbeddedAppFixture>
{
    private const int Schools = 60;

    /// <summary>In two partitions: so many share the commits that hang.</summary>
    private const int MostInCommits = 2 * 99;

    /// <summary>Of the app as it is built for tests, in bytes; an instance of the smallest size has 512 MB.</summary>
    private const long MostMemory = 320L * 1024 * 1024;

    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task While_the_storage_hangs_those_beyond_its_queue_are_told_to_come_back()
    {
        await using var proxy = own.NewProxy();
        await using var app = await own.StartAppAsync(proxy);
        var wave = await TestWave.OpenAsync(own.Engine, Schools);

        await AssertTurnsAwayAsync(app, wave, own.Engine, requests: 6_000, proxy.Hold, proxy.Release);
    }

    [Fact]
    public async Task While_another_program_locks_the_file_those_beyond_its_queue_are_told_to_come_back()
    {
        var wave = await embedded.OpenWaveAsync(Schools);
        FileLock? held = null;

        await AssertTurnsAwayAsync(
            embedded.App, wave, embedded.Engine, requests: 2_000, () => held = new FileLock(embedded.File), () => held!.Dispose());
    }

    [Fact]
    public async Task More_batches_than_fit_at_once_are_told_to_come_back()
    {
        await using var proxy = own.NewProxy();
        await using var app = await own.StartAppAsync(proxy);
        var wave = await TestWave.OpenAsync(own.Engine);
        var answers = $$"""{"overall":"favorable","more":"{{new string('x', 450)}}"}""";
        // Together fewer than may wait for the store.
        string NewBatch() => BatchJson.Of(Enumerable.Range(0, 220).Select(_ => SubmissionJson.Of(wave, Guid.NewGuid(), answers)));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync()).Status);

        proxy.Hold();
        var batches = Enumerable.Range(0, RequestLimit.MostLargeBodies + 1).Select(_ => PostAsync()).ToList();
        try
        {
            var refused = await await Task.WhenAny(batches).WaitAsync(LongEnough, TimeProvider.System);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (refused.Status, refused["Retry-After"]));
        }
        finally
        {
            proxy.Release();
        }
        Assert.Single(await Task.WhenAll(batches), answered => answered.Status == HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync()).Status);

        Task<Answered> PostAsync() => Answered.ToPostAsync(app.Client, BatchJson.Address(wave), NewBatch());
    }

    /// <summary>Each says that a large body comes, and sends a little of it: by their declared lengths they would be 470 MB.</summary>
    [Fact]
    public async Task While_thousands_of_bodies_arrive_slowly_a_family_gets_its_receipt()
    {
        const int Slow = 5_000;
        await using var proxy = own.NewProxy();
        await using var app = await own.StartAppAsync(proxy);
        var wave = await TestWave.OpenAsync(own.Engine);
        var request = Encoding.ASCII.GetBytes(
            $"POST {SubmissionJson.Address(wave)} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {SurveyFunctions.Intake.SubmitResponse.MostBytes}\r\n\r\n"
            + $"{{{new string(' ', 8_000)}");
        var slow = new List<TcpClient>();
        try
        {
            for (var i = 0; i < Slow; i++)
            {
                slow.Add(new TcpClient());
                await slow[^1].ConnectAsync(app.Address.Host, app.Address.Port);
                await slow[^1].GetStream().WriteAsync(request);
            }

            var answered = await SubmitAsync(app, wave, Guid.NewGuid(), school: 0);

            Assert.Equal(HttpStatusCode.Created, answered.Status);
            // More of them are open than would fit if each had all that it says.
            Assert.InRange(slow.Count(connection => connection.Available == 0), RequestLimit.MostBytes / SurveyFunctions.Intake.SubmitResponse.MostBytes + 1, Slow);
        }
        finally
        {
            slow.ForEach(connection => connection.Dispose());
        }
        Assert.InRange(PeakMemory(app), 1, MostMemory);
    }

    private static async Task AssertTurnsAwayAsync(
        AppProcess app, TestWave wave, Engine engine, int requests, Action hold, Action release)
    {
        // The wave and its schools are known to the app, as they are in the middle of a day.
        var known = await Task.WhenAll(Enumerable.Range(0, Schools).Select(school => SubmitAsync(app, wave, Guid.NewGuid(), school)));
        Assert.All(known, answered => Assert.Equal(HttpStatusCode.Created, answered.Status));
        var ids = Enumerable.Range(0, requests).Select(_ => Guid.NewGuid()).ToList();

        hold();
        var answers = new List<Task<Answered>>();
        List<Task<Answered>> early;
        try
        {
            answers.AddRange(ids.Select((id, i) => SubmitAsync(app, wave, id, i % Schools)));
            await UntilAsync(() => answers.Count(answer => answer.IsCompleted) >= requests - MostInCommits);
            early = answers.FindAll(answer => answer.IsCompleted);
            var newcomer = await TimedAsync(() => SubmitAsync(app, wave, Guid.NewGuid(), school: 0));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, newcomer.Answered.Status);
            Assert.InRange(newcomer.Took, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        }
        finally
        {
            release();
        }

        foreach (var answered in await Task.WhenAll(early))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answered.Status);
            Assert.Equal("5", answered["Retry-After"]);
        }
        Assert.InRange(PeakMemory(app), 1, MostMemory);
        Assert.Contains("told to come back", app.Output, StringComparison.Ordinal);

        var all = await Task.WhenAll(answers);
        var accepted = ids.Where((_, i) => all[i].Status == HttpStatusCode.Created).ToHashSet();
        Assert.All(all, answered => Assert.True(answered.Status is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable));
        var stored = await StoredResponses.VerifiedAsync(engine, wave);
        Assert.Equal(stored.Count, stored.Distinct().Count());
        Assert.Subset(stored.ToHashSet(), accepted.Select(SubmissionJson.RowKey).ToHashSet());

        // Everything works again, also for those who were turned away.
        var again = await Task.WhenAll(ids.Take(300).Select((id, i) => SubmitAsync(app, wave, id, i % Schools)));
        Assert.All(again, answered => Assert.True(answered.Status is HttpStatusCode.Created or HttpStatusCode.OK));
        Assert.Subset((await StoredResponses.VerifiedAsync(engine, wave)).ToHashSet(), ids.Take(300).Select(SubmissionJson.RowKey).ToHashSet());
    }

    private static Task<Answered> SubmitAsync(AppProcess app, TestWave wave, Guid id, int school) =>
        Answered.ToPostAsync(app.Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, id, school: school));

    private static async Task<(Answered Answered, TimeSpan Took)> TimedAsync(Func<Task<Answered>> ask)
    {
        var began = Stopwatch.GetTimestamp();
        return (await ask(), Stopwatch.GetElapsedTime(began));
    }

    /// <summary>The most memory that the process ever had in bytes.</summary>
    private static long PeakMemory(AppProcess app)
    {
        var line = File.ReadLines($"/proc/{app.ProcessId}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) * 1024;
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(LongEnough);
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
    }
}
