using Microsoft.AspNetCore.Connections;

using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

using SurveyStorage;

namespace SurveyFunctions.Hosting;

/// <summary>The one place where an exception becomes an answer: 503 if the storage failed, 500 if we did.</summary>
public static partial class Failures
{
    public static IApplicationBuilder UseFailureAnswers(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("SurveyFunctions.Failures");
        var storage = app.ApplicationServices.GetRequiredService<StorageFailures>();
        var time = app.ApplicationServices.GetRequiredService<TimeProvider>();
        var (refusals, defects) = (new LogThrottle(time), new LogThrottle(time));
        return app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Exception gone) when (gone is ConnectionResetException
                || (gone is OperationCanceledException && context.RequestAborted.IsCancellationRequested))
            {
                // Nobody waits for an answer.
            }
            catch (BadHttpRequestException refused) when (!context.Response.HasStarted)
            {
                if (refusals.IsTime(out var leftOut))
                    Log.Refused(logger, refused.StatusCode, leftOut);
                await new ProblemResult(ProblemOf(refused)).ExecuteAsync(context);
            }
            catch (Exception failed) when (FindStorageFailure(failed) is not null && !context.Response.HasStarted)
            {
                var failure = FindStorageFailure(failed)!;
                storage.Report(failure);
                await new ProblemResult(ProblemCatalogue.StorageUnavailable) { RetryAfter = failure.RetryAfter }.ExecuteAsync(context);
            }
#pragma warning disable CA1031 // The outermost handler: what nobody expected is logged whole and told to the client in general words.
            catch (Exception defect) when (!context.Response.HasStarted)
#pragma warning restore CA1031
            {
                if (defects.IsTime(out var leftOut))
                    Log.Unexpected(logger, context.GetEndpoint()?.DisplayName ?? "no endpoint", leftOut, defect);
                await new ProblemResult(ProblemCatalogue.Unexpected).ExecuteAsync(context);
            }
        });
    }

    /// <summary>The framework wraps what happens to the keys of sessions.</summary>
    internal static StoreUnavailableException? FindStorageFailure(Exception? failed) =>
        failed is null or StoreUnavailableException ? (StoreUnavailableException?)failed : FindStorageFailure(failed.InnerException);

    private static Problem ProblemOf(BadHttpRequestException refused) => refused.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => ProblemCatalogue.BodyTooLarge,
        StatusCodes.Status408RequestTimeout => ProblemCatalogue.BodyTooSlow,
        _ => ProblemCatalogue.NotJson,
    };

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Error, "A request to {Endpoint} failed; {LeftOut} more did since the last of these lines.")]
        public static partial void Unexpected(ILogger logger, string endpoint, int leftOut, Exception defect);

        [LoggerMessage(3, LogLevel.Information, "The server refused a request: {Status}; {LeftOut} more since the last of these lines.")]
        public static partial void Refused(ILogger logger, int status, int leftOut);
    }
}
