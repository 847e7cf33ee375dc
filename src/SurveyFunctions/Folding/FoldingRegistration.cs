using SurveyEngine.Folding;

namespace SurveyFunctions.Folding;

public static partial class FoldingRegistration
{
    public static IServiceCollection AddFolding(this IServiceCollection services) => services
        .AddSingleton(Lag)
        .AddSingleton<FoldBatches>()
        .AddSingleton<AggregateResponses>();

    private static FoldLag Lag(IServiceProvider provider)
    {
        var logger = provider.GetRequiredService<ILogger<FoldLag>>();
        return new FoldLag(
            provider.GetRequiredService<TimeProvider>(),
            late => Log.Late(logger, late.Partition.Key, late.Batches, late.Age.TotalSeconds));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "Partition {Partition} had {Batches} batches pending, the oldest for {Seconds:0} s: the queue does not keep up, or a message was lost. "
            + "'surveyctl queue show' and 'surveyctl wave load' tell more.")]
        public static partial void Late(ILogger logger, string partition, int batches, double seconds);
    }
}
