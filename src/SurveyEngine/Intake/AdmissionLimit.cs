namespace SurveyEngine.Intake;

/// <summary>How many entries, and how many bytes with them, may be held at once. Without locks: every request passes here.</summary>
/// <param name="mostEntries">Those beyond it are refused.</param>
/// <param name="mostBytes">One entry alone may exceed it.</param>
public sealed class AdmissionLimit(int mostEntries, long mostBytes)
{
    private int _entries;
    private long _bytes;

    public int Entries => Volatile.Read(ref _entries);

    /// <summary>False: there is no room. True: <see cref="Leave"/> is to be called with the same bytes, once.</summary>
    public bool TryEnter(long bytes)
    {
        if (Interlocked.Increment(ref _entries) <= mostEntries)
        {
            var all = Interlocked.Add(ref _bytes, bytes);
            if (all <= mostBytes || all == bytes)
                return true;
            Interlocked.Add(ref _bytes, -bytes);
        }
        Interlocked.Decrement(ref _entries);
        return false;
    }

    public void Leave(long bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        Interlocked.Decrement(ref _entries);
    }
}
