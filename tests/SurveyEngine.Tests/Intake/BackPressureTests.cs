using SurveyEngine.Intake;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Intake;

/// <summary>What a store that is slow, or does not answer, does to those who wait. Which store it is makes no difference.</summary>
public sealed class BackPressureTests : IClassFixture<EmbeddedEngineFixture>, IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<LaneStrain> _strains = [];
    private readonly FaultyTables _tables;
    private readonly Engine _engine;
    private readonly AcceptResponses _accept;

    public BackPressureTests(EmbeddedEngineFixture stores)
    {
        _tables = new FaultyTables(stores.Tables);
        _engine = new Engine(_tables, stores.Queues, _time);
        _accept = new AcceptResponses(_tables, _engine.Messages, _time, _strains.Add);
    }

    public void Dispose()
    {
        _accept.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public async Task A_response_that_comes_while_a_commit_hangs_is_told_to_come_back_at_once()
    {
        var wave = await TestWave.OpenAsync(_engine);
        var held = Hold();
        var first = _accept.AcceptAsync(wave.Submission());
        _time.Advance(TimeSpan.FromSeconds(3));
        var second = _accept.AcceptAsync(wave.Submission());

        _time.Advance(TimeSpan.FromSeconds(3));
        var late = _accept.AcceptAsync(wave.Submission());

        Assert.True(late.IsCompleted);
        Assert.Equal(IntakeOutcome.Busy, await late);
        held.SetResult();
        Assert.Equal([IntakeOutcome.Accepted, IntakeOutcome.Accepted], await Task.WhenAll(first, second));
        Assert.Equal(IntakeOutcome.Accepted, await _accept.AcceptAsync(wave.Submission()));
        await AssertStoredAsync(wave, 3);
    }

    [Fact]
    public async Task Responses_whose_commit_did_not_begin_in_time_are_told_to_come_back()
    {
        var wave = await TestWave.OpenAsync(_engine);
        var held = Hold();
        var first = _accept.AcceptAsync(wave.Submission());
        var waiting = Enumerable.Range(0, 150).Select(_ => _accept.AcceptAsync(wave.Submission())).ToList();

        _time.Advance(IntakeLane.LongestWait);

        Assert.All(await Task.WhenAll(waiting), outcome => Assert.Equal(IntakeOutcome.Busy, outcome));
        Assert.False(first.IsCompleted);
        held.SetResult();
        Assert.Equal(IntakeOutcome.Accepted, await first);
        await AssertStoredAsync(wave, 1);
    }

    [Fact]
    public async Task A_queue_that_would_take_too_long_takes_no_more()
    {
        var wave = await TestWave.OpenAsync(_engine);
        _tables.OnCommit = (_, commit) =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return commit();
        };
        for (var commit = 0; commit < 2; commit++)
            await _accept.AcceptAsync(wave.Submission());
        var held = Hold();
        var first = _accept.AcceptAsync(wave.Submission());

        var waiting = Enumerable.Range(0, 500).Select(_ => _accept.AcceptAsync(wave.Submission())).ToList();

        // A second for the present commit and for each of four full ones: that is all that can be promised.
        var taken = waiting.Count(accept => !accept.IsCompleted);
        Assert.Equal(4 * 99, taken);
        held.SetResult();
        await first;
        var outcomes = await Task.WhenAll(waiting);
        Assert.Equal((taken, 500 - taken), (outcomes.Count(o => o == IntakeOutcome.Accepted), outcomes.Count(o => o == IntakeOutcome.Busy)));
        await AssertStoredAsync(wave, 3 + taken);
    }

    [Fact]
    public async Task A_slow_partition_is_reported_once_a_minute_with_how_many_were_turned_away()
    {
        var wave = await TestWave.OpenAsync(_engine);
        var held = Hold();
        var first = _accept.AcceptAsync(wave.Submission());
        _time.Advance(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 10; i++)
            await _accept.AcceptAsync(wave.Submission());
        held.SetResult();
        await first;

        var report = Assert.Single(_strains);
        Assert.Equal(wave.Wave.PartitionOf(wave.Schools[0]), report.Partition);
        Assert.Equal((TimeSpan.FromSeconds(5), 0), (report.Commit, report.Waiting));

        _time.Advance(LaneThroughput.BetweenReports);
        await AcceptSlowlyAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(10, _strains[^1].TurnedAway);
        await AcceptSlowlyAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(2, _strains.Count);

        async Task AcceptSlowlyAsync(TimeSpan commit)
        {
            var slow = Hold();
            var accept = _accept.AcceptAsync(wave.Submission());
            _time.Advance(commit);
            slow.SetResult();
            await accept;
            await _accept.DrainAsync();
        }
    }

    [Fact]
    public async Task A_partition_that_keeps_up_is_not_reported()
    {
        var wave = await TestWave.OpenAsync(_engine);
        for (var i = 0; i < 20; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _accept.AcceptAsync(wave.Submission())));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(_strains);
    }

    /// <summary>The next commit waits for the result; those after it do not.</summary>
    private TaskCompletionSource Hold()
    {
        var held = new TaskCompletionSource();
        _tables.OnCommit = async (_, commit) =>
        {
            await held.Task;
            return await commit();
        };
        return held;
    }

    private async Task AssertStoredAsync(TestWave wave, int responses)
    {
        var verified = await _engine.Verify.VerifyAsync(wave.Wave, wave.Wave.PartitionOf(wave.Schools[0]), CancellationToken.None);
        Assert.Empty(verified.Discrepancies);
        Assert.Equal(responses, verified.Responses);
    }
}
