using SurveyEngine.Releases;
using SurveyEngine.Waves;

using Surveys.Ids;

namespace SurveyFunctions.Results;

/// <summary>
/// The demo waves, for the start page. It lists no others: whoever answers a real one has a link from school, and no tenant is
/// shown to another.
/// </summary>
public sealed partial class FindDemos(
    WaveIndex index, WaveCache waves, ReadResults results, TimeProvider time, ILogger<FindDemos> logger)
{
    private const int FormsPerWave = 3;

    /// <summary>The Functions host takes the first answer of the start page for "ready", and does not wait for ever.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private volatile Listing? _listing;

    /// <summary>Reads what the first request asks for, which after a cold start is one for this page.</summary>
    /// <exception cref="SurveyStorage.StoreUnavailableException">The request will say so as well.</exception>
    public async Task ReadAheadAsync(CancellationToken cancellationToken)
    {
        await FindAsync(cancellationToken);
        // A store without waves may be about to get some.
        if (_listing is { Demos.Count: 0 })
            _listing = null;
    }

    /// <summary>Null: the storage took too long.</summary>
    public async Task<IReadOnlyList<DemoWave>?> FindAsync(CancellationToken cancellationToken)
    {
        if (_listing is { } known && time.GetElapsedTime(known.ReadAt) < WaveCache.StateLifetime)
            return known.Demos;

        var readAt = time.GetTimestamp();
        using var limit = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var demos = new List<DemoWave>();
            foreach (var (id, _) in await index.ListAsync(either.Token))
            {
                if (await FindOneAsync(id, either.Token) is { } demo)
                    demos.Add(demo);
            }
            // Those that can be answered come first.
            demos = [.. demos.OrderBy(demo => demo.Wave.State)];
            // What is not complete yet is worth a look at the next request.
            if (demos.TrueForAll(demo => demo.HasResults))
                _listing = new Listing(demos, readAt);
            return demos;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<DemoWave?> FindOneAsync(WaveId id, CancellationToken cancellationToken)
    {
        Wave? wave;
        try
        {
            wave = await waves.FindAsync(id, cancellationToken);
        }
        catch (InvalidDataException unreadable)
        {
            // One damaged wave must not take the start page from all.
            Log.Unreadable(logger, id.Value, unreadable.Message);
            return null;
        }
        if (wave is not { Definition.IsDemo: true, IsPublic: true, State: not WaveState.Draft })
            return null;
        var schools = wave.State == WaveState.Open ? await waves.FirstSchoolsAsync(wave, FormsPerWave, cancellationToken) : [];
        return new DemoWave(wave, schools, await results.FindReleaseAsync(wave, cancellationToken) is not null);
    }

    private sealed record Listing(IReadOnlyList<DemoWave> Demos, long ReadAt);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Wave {Wave} is left out of the start page: {Reason}")]
        public static partial void Unreadable(ILogger logger, string wave, string reason);
    }
}

/// <summary>A demo wave, the schools whose forms the start page links, and whether it has a release to show.</summary>
public sealed record DemoWave(Wave Wave, IReadOnlyList<PinnedSchool> Schools, bool HasResults);
