using SurveyStorage;

namespace SurveyFunctions.Hosting;

/// <summary>Tells the operator that requests met a storage that failed.</summary>
public sealed partial class StorageFailures(TimeProvider time, ILogger<StorageFailures> logger)
{
    private readonly LogThrottle _throttle = new(time);

    public void Report(StoreUnavailableException failure)
    {
        if (_throttle.IsTime(out var leftOut))
            Log.StoreUnavailable(logger, failure.Message, leftOut);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The storage failed: {Reason} {LeftOut} more requests or responses met that since the last of these lines.")]
        public static partial void StoreUnavailable(ILogger logger, string reason, int leftOut);
    }
}
