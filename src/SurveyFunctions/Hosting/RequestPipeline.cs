namespace SurveyFunctions.Hosting;

/// <summary>What every request goes through, under the Functions host and without it.</summary>
public static class RequestPipeline
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Of every answer but those that anybody may look for.</summary>
    public const string Robots = "X-Robots-Tag";

    public static void UseRequestPipeline(this IApplicationBuilder app) => app
        .UseSecurityHeaders()
        .UseResponseCompression()
        .UseFailureAnswers()
        .UseRequestLimit()
        .UseCopiedAddresses()
        .UseAuthorization()
        .UsePrivateAnswers();

    /// <summary>What somebody gets who is signed in, nobody and nothing keeps.</summary>
    private static IApplicationBuilder UsePrivateAnswers(this IApplicationBuilder app) =>
        app.Use((context, next) =>
        {
            if (context.User.Identity is { IsAuthenticated: true })
            {
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.CacheControl = "private, no-store";
                    return Task.CompletedTask;
                });
            }
            return next(context);
        });

    /// <summary>
    /// Headers of every answer: nothing from elsewhere is loaded, no script stands in a page, no other site frames a page or learns an
    /// address from a link.
    /// </summary>
    private static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers.StrictTransportSecurity = "max-age=31536000";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers[Robots] = "noindex";
            return next(context);
        });
}
