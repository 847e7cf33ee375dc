using Microsoft.Net.Http.Headers;

namespace SurveyFunctions.Hosting;

/// <summary>What the client has still holds.</summary>
/// <param name="etag">Of what it has.</param>
/// <param name="vary">The request header that what is at this address depends on, beside the encoding.</param>
public sealed class NotModifiedResult(string etag, string vary) : IResult
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
