using Microsoft.Net.Http.Headers;

using SurveyEngine.People;
using SurveyEngine.Releases;
using SurveyEngine.Waves;

using SurveyFunctions.Access;
using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

using Surveys.Ids;
using Surveys.Readings;
using Surveys.Releases;

namespace SurveyFunctions.Results;

/// <summary>What was asked for: one scope of the release that readers see now.</summary>
/// <param name="ETag">Weak: what is the same may be compressed in one way or another. Null: it is of one reader.</param>
public sealed record FoundResults(Wave Wave, ShownScope Results, string? ETag);

/// <summary>From an address to what may be shown, or to what to answer instead.</summary>
public sealed class FindResults(WaveCache waves, ReadResults results, FindReadableScopes scopes)
{
    private static readonly string Build = typeof(FindResults).Module.ModuleVersionId.ToString("N")[..12];

    /// <summary>Null: there is no such wave, or it never opened.</summary>
    public Task<Wave?> FindWaveAsync(string wave, CancellationToken cancellationToken) =>
        WaveId.TryParse(wave, out var id) ? waves.FindAsync(id, cancellationToken) : Task.FromResult<Wave?>(null);

    /// <param name="scope">Null: the top of the wave's tree.</param>
    /// <param name="variant">Tells apart what one release gives at one address: the form, the language.</param>
    /// <param name="vary">The request header by which it is chosen.</param>
    /// <param name="languages">Those of a page that says what is not found; null: what is asked for is no page.</param>
    public async Task<Reading<FoundResults, IResult>> FindAsync(
        Wave wave,
        string? scope,
        string variant,
        string vary,
        IReadOnlyList<PageTexts>? languages,
        HttpRequest request,
        CancellationToken cancellationToken)
    {
        ScopeId scopeId = wave.Root;
        if (scope is not null && !ScopeId.TryParse(scope, out scopeId))
            return Instead(NotFound(ProblemCatalogue.UnknownScope));
        if (await results.FindReleaseAsync(wave, cancellationToken) is not { } release)
            return Instead(NotFound(ProblemCatalogue.ResultsNotReady));
        if (wave.IsPublic)
            request.HttpContext.Response.Headers.Remove(RequestPipeline.Robots);
        else if (Session.PersonOf(request.HttpContext)?.Grant.Scope is { } own)
            return await FindOwnAsync(own, release);

        // A release never changes, but how this build shows it may, and the page also tells whether the wave is open.
        var tag = $"\"{release}-{wave.State}-{wave.Revision}-{scopeId}-{variant}-{Build}\"";
        var etag = $"W/{tag}";
        if (IsKnown(request, tag))
            return Instead(new NotModifiedResult(etag, vary));
        return await results.FindAsync(wave, release, scopeId, cancellationToken) is { } shown
            ? new FoundResults(wave, shown, etag)
            : Instead(NotFound(ProblemCatalogue.UnknownScope));

        // What one may not see is not there, whether it is the same as last time or not.
        async Task<Reading<FoundResults, IResult>> FindOwnAsync(ScopeId own, string release)
        {
            if (await scopes.FindAsync(wave, release, own, cancellationToken) is not { } readable)
                return Instead(new ProblemResult(ProblemCatalogue.UnknownWave));
            return await results.FindAsync(wave, release, scope is null ? own : scopeId, cancellationToken) is { } shown && readable.Narrow(shown) is { } narrow
                ? new FoundResults(wave, narrow, ETag: null)
                : Instead(NotFound(ProblemCatalogue.UnknownScope));
        }

        ProblemResult NotFound(Problem problem) => new(problem) { Languages = languages, Notice = Notice.Of(wave.Definition) };
    }

    /// <summary>Weak or not, alone or one of several.</summary>
    private static bool IsKnown(HttpRequest request, string tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == tag);

    private static Reading<FoundResults, IResult> Instead(IResult answer) => Reading<FoundResults, IResult>.Failed(answer);
}

/// <summary>What the client has still holds.</summary>
/// <param name="etag">Of what it has.</param>
/// <param name="vary">The request header that what is at this address depends on, beside the encoding.</param>
internal sealed class NotModifiedResult(string etag, string vary) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
        httpContext.Response.Headers.ETag = etag;
        httpContext.Response.Headers.CacheControl = "no-cache";
        httpContext.Response.Headers.Vary = $"{vary}, {HeaderNames.AcceptEncoding}";
        return Task.CompletedTask;
    }
}
