using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.Results;

/// <summary>HTTP-triggered: the stylesheet and the icon. Their addresses change with what is in them, so that browsers keep them for ever.</summary>
public static class Assets
{
    private const string ForEver = "public, max-age=31536000, immutable";

    public static IResult Handle(string name) => Asset.Find(name) is { } asset
        ? new BytesResult(asset.Content, asset.ContentType) { CacheControl = ForEver }
        : new ProblemResult(ProblemCatalogue.NotFound);
}
