namespace SurveyFunctions.Hosting;

/// <summary>What the client has still holds.</summary>
public sealed class NotModifiedResult(string etag) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
        httpContext.Response.Headers.ETag = etag;
        httpContext.Response.Headers.CacheControl = "no-cache";
        return Task.CompletedTask;
    }
}
