using System.Collections.Concurrent;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>
/// One read for all who ask for the same thing at the same time: a slow store is not asked again by each request that waits for
/// it. Nobody waits for longer than <see cref="LongestWait"/>, and who comes after that, while the store hangs, not at all.
/// </summary>
public sealed class SharedReads<TKey, TValue>(TimeProvider time)
    where TKey : notnull
{
    /// <summary>From the beginning of the read, whoever began it.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TKey, Shared> _reads = new();

    /// <param name="read">Goes on when the request that began it is gone: others wait for it.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer in time, or what <paramref name="read"/> throws.</exception>
    public async Task<TValue> ReadAsync(TKey key, Func<Task<TValue>> read, CancellationToken cancellationToken)
    {
        var shared = _reads.GetOrAdd(key, static (key, self) => self.reads.Begin(key, self.read), (reads: this, read));
        var reading = shared.Reading.Value;
        var left = LongestWait - time.GetElapsedTime(shared.Began);
        try
        {
            return await reading.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
        }
        catch (TimeoutException late) when (!reading.IsFaulted)
        {
            throw new StoreUnavailableException($"The store did not answer within {LongestWait.TotalSeconds} seconds.", late);
        }
    }

    /// <summary>Who asks from now on does not get what is being read.</summary>
    public void Forget(TKey key) => _reads.TryRemove(key, out _);

    private Shared Begin(TKey key, Func<Task<TValue>> read)
    {
        var shared = new Shared { Began = time.GetTimestamp() };
        shared.Reading = new Lazy<Task<TValue>>(() => Task.Run(async () =>
        {
            try
            {
                return await read();
            }
            finally
            {
                // Only this one: another may have taken its place.
                _reads.TryRemove(new(key, shared));
            }
        }));
        return shared;
    }

    private sealed class Shared
    {
        public required long Began { get; init; }

        public Lazy<Task<TValue>> Reading { get; set; } = null!;
    }
}
