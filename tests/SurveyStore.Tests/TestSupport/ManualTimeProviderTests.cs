namespace SurveyStore.Tests.TestSupport;

public sealed class ManualTimeProviderTests
{
    private readonly global::TestSupport.ManualTimeProvider _clock = new();

    [Fact]
    public void Timers_fire_in_the_order_they_are_due_and_see_the_time_they_were_due_at()
    {
        var start = _clock.GetUtcNow();
        var fired = new List<(string Name, double Seconds)>();
        using var late = Timer("late", 5, Timeout.InfiniteTimeSpan);
        using var often = Timer("often", 2, TimeSpan.FromSeconds(2));
        using var never = Timer("never", 60, Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal([("often", 2), ("often", 4), ("late", 5), ("often", 6)], fired);
        Assert.Equal(start.AddSeconds(6), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(6), _clock.GetElapsedTime(start.UtcTicks));

        ITimer Timer(string name, int due, TimeSpan period) => _clock.CreateTimer(
            _ => fired.Add((name, (_clock.GetUtcNow() - start).TotalSeconds)), null, TimeSpan.FromSeconds(due), period);
    }

    [Fact]
    public async Task A_delay_ends_when_the_clock_has_moved_far_enough()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(10), _clock);
        Assert.Equal(1, _clock.ActiveTimers);
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(delay.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await delay;
        Assert.Equal(0, _clock.ActiveTimers);
    }

    [Fact]
    public void A_disposed_timer_does_not_fire()
    {
        var fired = false;
        _clock.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Dispose();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(fired);
    }
}
