using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Hosting;
using SurveyFunctions.Intake;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;
using Surveys.Ids;
using SurveyStore.Rollups;
using SurveyStore.Waves;

namespace SurveyFunctions.Results;

/// <summary>
/// HTTP-triggered: the start page, with the way into the demo. It lists demo waves alone: whoever answers a real one has a
/// link from school, and no tenant is shown to another.
/// </summary>
public sealed partial class Home(
    WaveIndex index, WaveCache waves, ReadResults results, TimeProvider time, ILogger<Home> logger)
{
    /// <summary>The address without a segment: an empty route would be the function's name to the Functions host.</summary>
    public const string Route = "{home:maxlength(0)?}";

    private const int FormsPerWave = 3;

    /// <summary>The Functions host takes the first answer here for "ready", and does not wait for ever.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private volatile Listing? _listing;

    [Function(nameof(Home))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, CancellationToken cancellationToken)
    {
        var language = PageLanguage.Of(request);
        if (await FindDemosAsync(cancellationToken) is not { } demos)
            return new ProblemResult(ProblemCatalogue.StorageUnavailable);
        var page = StartPage.Render(new StartView
        {
            Frame = new PageFrame { Language = language, Languages = PageTexts.Languages, IsDemo = demos.Count > 0 },
            Waves = [.. demos.Select(demo => Describe(demo, language))],
        });
        return new PageResult(page, language);
    }

    /// <summary>Reads what the first request asks for, which after a cold start is one for this page.</summary>
    /// <exception cref="SurveyStore.Contract.StoreUnavailableException">The request will say so as well.</exception>
    public async Task ReadAheadAsync(CancellationToken cancellationToken)
    {
        await FindDemosAsync(cancellationToken);
        // A store without waves may be about to get some.
        if (_listing is { Demos.Count: 0 })
            _listing = null;
    }

    /// <summary>Null: the storage took too long.</summary>
    private async Task<IReadOnlyList<Demo>?> FindDemosAsync(CancellationToken cancellationToken)
    {
        if (_listing is { } known && time.GetElapsedTime(known.ReadAt) < WaveCache.StateLifetime)
            return known.Demos;

        var readAt = time.GetTimestamp();
        using var limit = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var demos = new List<Demo>();
            foreach (var (id, _) in await index.ListAsync(either.Token))
            {
                if (await FindDemoAsync(id, either.Token) is { } demo)
                    demos.Add(demo);
            }
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

    private async Task<Demo?> FindDemoAsync(WaveId id, CancellationToken cancellationToken)
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
        if (wave is not { Definition.IsDemo: true })
            return null;
        var schools = wave.State == WaveState.Open ? await waves.FirstSchoolsAsync(wave, FormsPerWave, cancellationToken) : [];
        return new Demo(wave, schools, await results.FindReleaseAsync(wave, cancellationToken) is not null);
    }

    private static StartWave Describe(Demo demo, string language) => new()
    {
        Title = demo.Wave.Definition.TitleIn(language),
        Organisation = demo.Wave.TenantName,
        Audience = demo.Wave.Survey.Audience,
        IsOpen = demo.Wave.State == WaveState.Open,
        IsDemo = true,
        Forms =
        [
            .. demo.Schools.Select(school => new PageLink(
                school.Name,
                $"{FormAddress.Of(demo.Wave.Survey.Audience, demo.Wave.Id, school.Id)}?{PageLanguage.Query}={language}")),
        ],
        DashboardHref = demo.HasResults ? DashboardAddress.Of(demo.Wave.Id, demo.Wave.Root, language) : null,
    };

    private sealed record Demo(Wave Wave, IReadOnlyList<PinnedSchool> Schools, bool HasResults);

    private sealed record Listing(IReadOnlyList<Demo> Demos, long ReadAt);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Wave {Wave} is left out of the start page: {Reason}")]
        public static partial void Unreadable(ILogger logger, string wave, string reason);
    }
}
