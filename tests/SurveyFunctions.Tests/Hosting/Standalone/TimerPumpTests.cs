using Cronos;

using Microsoft.Extensions.Logging.Abstractions;

using SurveyFunctions.Hosting.Standalone;

using TestSupport;

namespace SurveyFunctions.Tests.Hosting.Standalone;

/// <summary>Copies of the pump on one store and one clock, moved by hand.</summary>
public sealed class TimerPumpTests(AppFixture app)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _clock = new();
    private readonly string _name = AzuriteFixture.NewName();
    private int _runs;

    [Fact]
    public async Task The_first_start_ever_owes_nobody_what_was_before_it()
    {
        using var pump = await StartAsync(copies: 1, CountAsync);

        Assert.Equal(0, _runs);
        await MoveAsync(TimeSpan.FromHours(1));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Of_several_copies_one_runs_each_occurrence()
    {
        using var pumps = await StartAsync(copies: 3, CountAsync);

        for (var hour = 1; hour <= 4; hour++)
        {
            await MoveAsync(TimeSpan.FromHours(1));
            Assert.Equal(hour, _runs);
            await MoveAsync(Tick);
            Assert.Equal(hour, _runs);
        }
    }

    [Fact]
    public async Task What_was_missed_while_nothing_ran_is_made_up_for_once()
    {
        using (await StartAsync(copies: 1, CountAsync))
            Assert.Equal(0, _runs);
        _clock.Advance(TimeSpan.FromDays(3));

        using var pump = await StartAsync(copies: 1, CountAsync);

        await UntilAsync(() => _runs == 1);
        await MoveAsync(Tick);
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task An_occurrence_that_failed_runs_again_a_minute_later()
    {
        using var pump = await StartAsync(copies: 2, _ => Interlocked.Increment(ref _runs) == 1
            ? Task.FromException(new InvalidOperationException("The first run fails."))
            : Task.CompletedTask);

        await MoveAsync(TimeSpan.FromHours(1));
        Assert.Equal(1, _runs);
        await MoveAsync(Tick);
        await MoveAsync(Tick);
        Assert.Equal(1, _runs);
        await MoveAsync(Tick);
        await MoveAsync(Tick);
        Assert.Equal(2, _runs);
        await MoveAsync(Tick);
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task A_copy_that_died_is_replaced_when_its_lease_has_ended_and_can_no_longer_complete()
    {
        var claims = Claims(_clock);
        var (first, second) = (_clock.GetUtcNow(), _clock.GetUtcNow() + TimeSpan.FromHours(1));
        Assert.Null(await claims.ClaimAsync(_name, first, Lease, CancellationToken.None));

        _clock.Advance(TimeSpan.FromHours(1));
        var other = Claims(_clock);
        var died = await other.ClaimAsync(_name, second, Lease, CancellationToken.None);
        Assert.NotNull(died);
        Assert.Null(await claims.ClaimAsync(_name, second, Lease, CancellationToken.None));
        _clock.Advance(Lease - TimeSpan.FromTicks(1));
        Assert.Null(await claims.ClaimAsync(_name, second, Lease, CancellationToken.None));
        _clock.Advance(TimeSpan.FromTicks(1));
        var heir = await claims.ClaimAsync(_name, second, Lease, CancellationToken.None);
        Assert.NotNull(heir);

        await other.CompleteAsync(died, CancellationToken.None);
        _clock.Advance(Lease);
        var third = await claims.ClaimAsync(_name, second, Lease, CancellationToken.None);
        Assert.NotNull(third);
        await claims.CompleteAsync(third, CancellationToken.None);
        Assert.Null(await claims.ClaimAsync(_name, second, Lease, CancellationToken.None));
        Assert.Null(await claims.ClaimAsync(_name, first, Lease, CancellationToken.None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_clock_that_was_a_day_ahead_holds_nobody_up_and_is_told_of(bool isCompleted)
    {
        var told = new LogLines<TimerClaims>();
        var claims = new TimerClaims(app.Azurite.Tables, _clock, told);
        var ahead = Claims(new ManualTimeProvider(_clock.GetUtcNow() + TimeSpan.FromDays(1)));
        var (now, tomorrow) = (_clock.GetUtcNow(), _clock.GetUtcNow() + TimeSpan.FromDays(1));
        Assert.Null(await ahead.ClaimAsync(_name, tomorrow - TimeSpan.FromHours(1), Lease, CancellationToken.None));
        var wrong = (await ahead.ClaimAsync(_name, tomorrow, Lease, CancellationToken.None))!;
        if (isCompleted)
            await ahead.CompleteAsync(wrong, CancellationToken.None);

        var claim = await claims.ClaimAsync(_name, now, Lease, CancellationToken.None);

        Assert.NotNull(claim);
        Assert.Null(await claims.ClaimAsync(_name, now, Lease, CancellationToken.None));
        await claims.CompleteAsync(claim, CancellationToken.None);
        Assert.Null(await claims.ClaimAsync(_name, now, Lease, CancellationToken.None));
        Assert.Contains($"{_name} is noted for {tomorrow:u}", Assert.Single(told.Lines), StringComparison.Ordinal);
    }

    /// <summary>The clock jumps between what is due and the claim, or before a failed run is given back.</summary>
    [Fact]
    public async Task A_lease_that_a_wrong_clock_noted_for_a_day_is_not_believed()
    {
        var claims = Claims(_clock);
        var ahead = Claims(new ManualTimeProvider(_clock.GetUtcNow() + TimeSpan.FromDays(1)));
        var now = _clock.GetUtcNow();
        Assert.Null(await claims.ClaimAsync(_name, now - TimeSpan.FromHours(1), Lease, CancellationToken.None));
        Assert.NotNull(await ahead.ClaimAsync(_name, now, Lease, CancellationToken.None));

        var claim = await claims.ClaimAsync(_name, now, Lease, CancellationToken.None);

        Assert.NotNull(claim);
        await claims.GiveBackAsync(claim, now + TimeSpan.FromDays(1) + RetryAfter, CancellationToken.None);
        Assert.NotNull(await claims.ClaimAsync(_name, now, Lease, CancellationToken.None));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Two_copies_one_with_a_wrong_clock_run_each_occurrence_once_each(int days)
    {
        var wrongClock = new ManualTimeProvider(_clock.GetUtcNow() + TimeSpan.FromDays(days));
        var copies = new[] { _clock, wrongClock }.Select(clock => (Clock: clock, Claims: Claims(clock))).ToList();
        var hourly = Hourly(CountAsync);
        var runs = new int[2];
        for (var tick = 0; tick <= 3 * 60; tick += 10)
        {
            foreach (var (copy, i) in copies.Select((copy, i) => (copy, i)))
            {
                var occurrence = hourly.LastOccurrence(copy.Clock.GetUtcNow())!.Value;
                if (await copy.Claims.ClaimAsync(_name, occurrence, Lease, CancellationToken.None) is not { } claim)
                    continue;
                runs[i]++;
                await copy.Claims.CompleteAsync(claim, CancellationToken.None);
            }
            copies.ForEach(copy => copy.Clock.Advance(TimeSpan.FromMinutes(10)));
        }

        Assert.InRange(runs[0], 3, 4);
        Assert.InRange(runs[1], 3, 4);
    }

    [Fact]
    public async Task Of_many_that_claim_at_once_one_gets_it()
    {
        var claims = Claims(_clock);
        var occurrence = _clock.GetUtcNow();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => claims.ClaimAsync(_name, occurrence, Lease, CancellationToken.None)));

        _clock.Advance(TimeSpan.FromHours(1));
        var claimed = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            _ => claims.ClaimAsync(_name, occurrence + TimeSpan.FromHours(1), Lease, CancellationToken.None)));

        Assert.Single(claimed, claim => claim is not null);
    }

    private Task CountAsync(CancellationToken cancellationToken) => Task.FromResult(Interlocked.Increment(ref _runs));

    private TimerClaims Claims(TimeProvider clock) => new(app.Azurite.Tables, clock, NullLogger<TimerClaims>.Instance);

    private TimerTrigger Hourly(Func<CancellationToken, Task> run) =>
        new(_name, CronExpression.Parse("0 0 * * * *", CronFormat.IncludeSeconds), Lease, RetryAfter, run);

    private async Task<Pumps> StartAsync(int copies, Func<CancellationToken, Task> run)
    {
        var claims = Claims(_clock);
        var trigger = Hourly(run);
        var pumps = new Pumps(
            [.. Enumerable.Range(0, copies).Select(_ => new TimerPump([trigger], claims, _clock, NullLogger<TimerPump>.Instance))]);
        foreach (var pump in pumps.All)
            await pump.StartAsync(CancellationToken.None);
        await UntilAsync(() => _clock.ActiveTimers == copies);
        return pumps;
    }

    /// <summary>Every pump has looked at the new time, and waits again, before this returns.</summary>
    private async Task MoveAsync(TimeSpan by)
    {
        var copies = _clock.ActiveTimers;
        _clock.Advance(by - Tick < TimeSpan.Zero ? TimeSpan.Zero : by - Tick);
        await UntilAsync(() => _clock.ActiveTimers == copies);
        _clock.Advance(by < Tick ? by : Tick);
        await UntilAsync(() => _clock.ActiveTimers == copies);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(LongEnough);
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
    }

    private sealed record Pumps(IReadOnlyList<TimerPump> All) : IDisposable
    {
        public void Dispose()
        {
            foreach (var pump in All)
            {
                pump.StopAsync(CancellationToken.None).GetAwaiter().GetResult();
                pump.Dispose();
            }
        }
    }
}
