using SurveyFunctions.Intake;
using SurveyFunctions.Problems;

using SurveyStore.Intake;

namespace SurveyFunctions.Hosting;

/// <summary>
/// How many requests the app works on at once, and how much their bodies may be. Who comes on top is told to come back at once
/// instead of piling up behind a store that is slow. What the Functions host calls itself always gets in: it empties the queue.
/// </summary>
public static partial class RequestLimit
{
    /// <summary>More than may wait for the store, so that pages are still answered while the intake is full.</summary>
    public const int MostRequests = 5_000;

    /// <summary>Of all bodies that are no larger than one response may be. A body counts until its request is answered.</summary>
    public const long MostBytes = 64 * 1024 * 1024;

    /// <summary>Batches, and bodies that do not say how large they are: few at once, each may be 2 MiB.</summary>
    public const int MostLargeBodies = 16;

    private static readonly TimeSpan BetweenReports = TimeSpan.FromMinutes(1);

    public static IApplicationBuilder UseRequestLimit(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("SurveyFunctions.RequestLimit");
        var time = app.ApplicationServices.GetRequiredService<TimeProvider>();
        var requests = new Allowance(MostRequests, MostBytes);
        var largeBodies = new Allowance(MostLargeBodies, long.MaxValue);
        var reportAfter = long.MinValue;
        return app.Use(async (context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<AlwaysLetIn>() is not null)
            {
                await next(context);
                return;
            }
            var bytes = context.Request.ContentLength ?? (MayHaveBody(context.Request) ? SubmitResponses.MostBytes : 0);
            var isLarge = bytes > SubmitResponse.MostBytes;
            var (limit, counted) = isLarge ? (largeBodies, 0L) : (requests, bytes);
            if (!limit.TryEnter(counted))
            {
                Report(isLarge);
                await new ProblemResult(ProblemCatalogue.StorageUnavailable).ExecuteAsync(context);
                return;
            }
            try
            {
                await next(context);
            }
            finally
            {
                limit.Leave(counted);
            }
        });

        void Report(bool isLarge)
        {
            var now = time.GetTimestamp();
            var after = Interlocked.Read(ref reportAfter);
            var next = now + (long)(BetweenReports.TotalSeconds * time.TimestampFrequency);
            if (now >= after && Interlocked.CompareExchange(ref reportAfter, next, after) == after)
                Log.Full(logger, requests.Entries, largeBodies.Entries, isLarge ? "batches" : "requests");
        }
    }

    private static bool MayHaveBody(HttpRequest request) => request.Headers.TransferEncoding.Count > 0;

    /// <summary>Metadata of an endpoint that is called by the Functions host itself.</summary>
    public sealed class AlwaysLetIn;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "Too much at once: {Requests} requests and {LargeBodies} batches are under way; further {What} are told to come back. "
            + "Add instances, or see whether the storage is slow.")]
        public static partial void Full(ILogger logger, int requests, int largeBodies, string what);
    }
}
