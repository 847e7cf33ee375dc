namespace SurveyFunctions.Hosting;

/// <summary>Lets one line a minute into the log, and counts the others: what everybody can cause must not fill it.</summary>
public sealed class LogThrottle(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private long _next = long.MinValue;
    private int _leftOut;

    /// <param name="leftOut">How many there were since the last line.</param>
    public bool IsTime(out int leftOut)
    {
        var now = time.GetTimestamp();
        var next = Interlocked.Read(ref _next);
        if (now >= next && Interlocked.CompareExchange(ref _next, now + (long)(Pause.TotalSeconds * time.TimestampFrequency), next) == next)
        {
            leftOut = Interlocked.Exchange(ref _leftOut, 0);
            return true;
        }
        leftOut = 0;
        Interlocked.Increment(ref _leftOut);
        return false;
    }
}
