namespace SurveyFunctions.Hosting;

/// <summary>What every request goes through, under the Functions host and without it.</summary>
public static class RequestPipeline
{
    public static void UseRequestPipeline(this IApplicationBuilder app) => app
        .UseSecurityHeaders()
        .UseResponseCompression()
        .UseFailureAnswers()
        .UseRequestLimit();
}
