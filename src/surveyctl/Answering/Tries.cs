namespace Surveyctl.Answering;

/// <summary>How often and after which waits something is sent again: each wait twice the last, or as long as the app asks for.</summary>
internal sealed class Tries(TimeProvider time)
{
    private const int Most = 8;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private int _made;
    private TimeSpan _wait = FirstWait;

    /// <summary>After a try that failed: false at once if it was the last one, true when it is time for the next.</summary>
    /// <param name="asked">What the app asked for; null: nothing.</param>
    public async Task<bool> WaitForNextAsync(TimeSpan? asked, CancellationToken cancellationToken)
    {
        if (++_made == Most)
            return false;
        var pause = asked ?? _wait;
        await Task.Delay(pause < LongestWait ? pause : LongestWait, time, cancellationToken);
        _wait *= 2;
        return true;
    }
}
