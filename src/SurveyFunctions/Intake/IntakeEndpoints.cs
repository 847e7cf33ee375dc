using Surveys.Definitions;

using SurveyStore.Contract;
using SurveyStore.Intake;

namespace SurveyFunctions.Intake;

public static partial class IntakeEndpoints
{
    public static IServiceCollection AddIntake(this IServiceCollection services) => services
        .AddSingleton(Announce)
        .AddSingleton(Accept)
        .AddSingleton<StoreSubmission>()
        .AddSingleton<SubmitResponse>()
        .AddSingleton<SubmitResponses>()
        .AddSingleton<SurveyForm>()
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

    public static void MapIntake(this IEndpointRouteBuilder app)
    {
        app.MapPost(
            "/api/waves/{wave}/responses",
            (string wave, HttpRequest request, SubmitResponse submit, CancellationToken cancellationToken) =>
                submit.HandleAsync(wave, request, cancellationToken));
        app.MapPost(
            "/api/waves/{wave}/responses/batch",
            (string wave, HttpRequest request, SubmitResponses submit, CancellationToken cancellationToken) =>
                submit.HandleAsync(wave, request, cancellationToken));

        app.MapPost(
            "/api/waves/{wave}/withdrawals",
            (string wave, HttpRequest request, WithdrawResponse withdraw, CancellationToken cancellationToken) =>
                withdraw.HandleAsync(wave, request, cancellationToken));

        foreach (var audience in Enum.GetValues<Audience>())
        {
            var form = app.MapGroup("/" + FormAddress.SegmentOf(audience) + "/{wave}/{school}");
            form.MapGet(
                "",
                (string wave, string school, HttpRequest request, SurveyForm survey, CancellationToken cancellationToken) =>
                    survey.ShowAsync(audience, wave, school, request, cancellationToken));
            form.MapPost(
                "",
                (string wave, string school, HttpRequest request, SurveyForm survey, CancellationToken cancellationToken) =>
                    survey.SubmitAsync(audience, wave, school, request, cancellationToken));
        }

        var withdrawal = app.MapGroup("/withdraw/{wave}");
        withdrawal.MapGet(
            "",
            (string wave, HttpRequest request, WithdrawalForm form, CancellationToken cancellationToken) =>
                form.ShowAsync(wave, request, cancellationToken));
        withdrawal.MapPost(
            "",
            (string wave, HttpRequest request, WithdrawalForm form, CancellationToken cancellationToken) =>
                form.SubmitAsync(wave, request, cancellationToken));
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
