using SurveyFunctions.Problems;

using SurveyStore.Contract;

namespace SurveyFunctions.Hosting;

/// <summary>The one place where an exception becomes an answer: 503 if the storage failed, 500 if we did.</summary>
public static partial class Failures
{
    public static IApplicationBuilder UseFailureAnswers(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("SurveyFunctions.Failures");
        return app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // Nobody waits for an answer.
            }
            catch (BadHttpRequestException refused) when (!context.Response.HasStarted)
            {
                Log.Refused(logger, refused.StatusCode);
                var tooLarge = refused.StatusCode == StatusCodes.Status413PayloadTooLarge;
                await AnswerAsync(context, new ProblemResult(tooLarge ? ProblemCatalogue.BodyTooLarge : ProblemCatalogue.NotJson));
            }
            catch (StoreUnavailableException failure) when (!context.Response.HasStarted)
            {
                Log.StoreUnavailable(logger, failure.Message);
                await AnswerAsync(context, new ProblemResult(ProblemCatalogue.StorageUnavailable) { RetryAfter = failure.RetryAfter });
            }
#pragma warning disable CA1031 // The outermost handler: what nobody expected is logged whole and told to the client in general words.
            catch (Exception defect) when (!context.Response.HasStarted)
#pragma warning restore CA1031
            {
                Log.Unexpected(logger, context.GetEndpoint()?.DisplayName ?? "no endpoint", defect);
                await AnswerAsync(context, new ProblemResult(ProblemCatalogue.Unexpected));
            }
        });
    }

    private static Task AnswerAsync(HttpContext context, ProblemResult problem) => problem.ExecuteAsync(context);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The storage failed: {Reason}")]
        public static partial void StoreUnavailable(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Error, "A request to {Endpoint} failed.")]
        public static partial void Unexpected(ILogger logger, string endpoint, Exception defect);

        [LoggerMessage(3, LogLevel.Information, "The server refused a request: {Status}.")]
        public static partial void Refused(ILogger logger, int status);
    }
}
