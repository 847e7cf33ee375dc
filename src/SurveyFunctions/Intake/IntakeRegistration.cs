using SurveyEngine.Intake;

using SurveyStorage;

namespace SurveyFunctions.Intake;

public static partial class IntakeRegistration
{
    public static IServiceCollection AddIntake(this IServiceCollection services) => services
        .AddSingleton(Announce)
        .AddSingleton(Accept)
        .AddSingleton<StoreSubmission>()
        .AddSingleton<SubmitResponse>()
        .AddSingleton<StoreBatch>()
        .AddSingleton<SubmitResponses>()
        .AddSingleton<SurveyForm>()
        .AddSingleton<FamilySurvey>()
        .AddSingleton<SchoolSurvey>()
        .AddSingleton<MemberSurvey>()
        .AddSingleton<StoreWithdrawal>()
        .AddSingleton<WithdrawResponse>()
        .AddSingleton<WithdrawalForm>();

    private static AnnouncePending Announce(IServiceProvider provider)
    {
        var logger = provider.GetRequiredService<ILogger<AnnouncePending>>();
        return new AnnouncePending(
            provider.GetRequiredService<IQueueStore>(),
            provider.GetRequiredService<TimeProvider>(),
            failure => Log.NotAnnounced(logger, failure.Message));
    }

    private static AcceptResponses Accept(IServiceProvider provider)
    {
        var logger = provider.GetRequiredService<ILogger<AcceptResponses>>();
        return new AcceptResponses(
            provider.GetRequiredService<ITableStore>(),
            provider.GetRequiredService<AnnouncePending>(),
            provider.GetRequiredService<TimeProvider>(),
            strain => Log.Strained(logger, strain.Partition.Key, strain.Commit.TotalSeconds, strain.Waiting, strain.TurnedAway));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The queue took no message about pending responses; the next sweep folds them. {Reason}")]
        public static partial void NotAnnounced(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Warning,
            "The storage does not keep up with partition {Partition}: a commit takes {Seconds:0.0} s, {Waiting} changes wait, "
            + "{TurnedAway} were told to come back since the last of these lines.")]
        public static partial void Strained(ILogger logger, string partition, double seconds, int waiting, int turnedAway);
    }
}
