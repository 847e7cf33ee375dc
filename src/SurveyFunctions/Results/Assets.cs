using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.Results;

/// <summary>HTTP-triggered: the stylesheet and the icon. Their addresses change with what is in them, so that browsers keep them for ever.</summary>
public sealed class Assets
{
    private const string ForEver = "public, max-age=31536000, immutable";

    [Function(nameof(Assets)), AllowAnonymous]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Address.Asset)] HttpRequest request, string name, CancellationToken cancellationToken) =>
        Task.FromResult<IResult>(Asset.Find(name) is { } asset
            ? new BytesResult(asset.Content, asset.ContentType)
            {
                // While two versions of the app answer, each has the files of its own: only those of this address stay with it.
                CacheControl = request.Query[Asset.VersionQuery] == asset.Version ? ForEver : "no-cache",
                IsCompressible = true,
            }
            : new ProblemResult(ProblemCatalogue.NotFound));
}
