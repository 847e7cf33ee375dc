using Microsoft.Extensions.Time.Testing;

namespace TestSupport;

/// <summary>A clock that stands still until it is told to move, and knows how many wait for it.</summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    private int _activeTimers;

    /// <summary>Begins at noon on 2 March 2026, a Monday, UTC.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Those that nobody has disposed: a delay's is one until it has ended. A test awaits this before it moves the clock.</summary>
    public int ActiveTimers => Volatile.Read(ref _activeTimers);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _activeTimers);
        return new CountedTimer(this, base.CreateTimer(callback, state, dueTime, period));
    }

    private sealed class CountedTimer(ManualTimeProvider clock, ITimer timer) : ITimer
    {
        private bool _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _isDisposed, true))
                Interlocked.Decrement(ref clock._activeTimers);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
