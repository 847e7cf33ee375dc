namespace SurveyFunctions.Hosting;

/// <summary>What every request goes through, under the Functions host and without it.</summary>
public static class RequestPipeline
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void UseRequestPipeline(this IApplicationBuilder app) => app
        .UseSecurityHeaders()
        .UseResponseCompression()
        .UseFailureAnswers()
        .UseRequestLimit()
        .UseCopiedAddresses();

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
            return next(context);
        });
}
