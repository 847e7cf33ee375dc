using System.Collections.Concurrent;

namespace Storms.Faults;

/// <summary>The faults that did happen, by kind, and when.</summary>
internal sealed class FaultLog(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly long _start = time.GetTimestamp();

    /// <summary>A line each, with the seconds since the storm began.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>How often which kind happened.</summary>
    public IReadOnlyDictionary<string, int> Counts => new SortedDictionary<string, int>(_counts, StringComparer.Ordinal);

    public void Happened(string kind, int times = 1)
    {
        if (times > 0)
            _counts.AddOrUpdate(kind, times, (_, before) => before + times);
        Note(times == 1 ? kind : $"{kind} {times}");
    }

    public void Note(string line) => _lines.Enqueue($"{time.GetElapsedTime(_start).TotalSeconds,8:F3} {line}");
}
