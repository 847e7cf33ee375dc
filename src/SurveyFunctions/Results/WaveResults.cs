using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

using SurveyFunctions.Access;
using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.Results;

/// <summary>HTTP-triggered: the results of one scope as JSON or CSV, the same figures as on the page.</summary>
public sealed class WaveResults(FindResults find)
{
    [Function(nameof(WaveResults)), Authorize(AccessPolicy.Reader)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Address.Results)] HttpRequest request,
        string wave,
        string scope,
        CancellationToken cancellationToken)
    {
        var isCsv = IsCsvAsked(request);
        if (await find.FindWaveAsync(wave, cancellationToken) is not { } known)
            return new ProblemResult(ProblemCatalogue.UnknownWave);
        var reading = await find.FindAsync(
            known, scope, isCsv ? Address.Csv : "json", HeaderNames.Accept, languages: null, request, cancellationToken);
        if (reading.Value is not { } found)
            return reading.Problems[0];
        var (bytes, contentType) = isCsv ? (ResultsCsv.Write(found), "text/csv; charset=utf-8") : (ResultsJson.Write(found), "application/json");
        return new BytesResult(bytes, contentType)
        {
            ETag = found.ETag,
            CacheControl = "no-cache",
            Vary = HeaderNames.Accept,
            IsCompressible = true,
            FileName = isCsv ? $"{found.Wave.Id}-{found.Results.Scope.Id}.csv" : null,
        };
    }

    private static bool IsCsvAsked(HttpRequest request) =>
        request.Query.TryGetValue(Address.Format, out var format)
            ? format == Address.Csv
            : request.Headers.Accept.ToString().StartsWith("text/csv", StringComparison.OrdinalIgnoreCase);
}
