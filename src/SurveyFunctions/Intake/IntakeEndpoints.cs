using Surveys.Definitions;

using SurveyStore.Contract;
using SurveyStore.Intake;

namespace SurveyFunctions.Intake;

public static partial class IntakeEndpoints
{
    /// <summary>A form is shown and sent at one address.</summary>
    private static readonly string[] FormMethods = [HttpMethods.Get, HttpMethods.Post];

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
            app.MapMethods(
                "/" + FormAddress.SegmentOf(audience) + "/{wave}/{school}",
                FormMethods,
                (string wave, string school, HttpRequest request, SurveyForm survey, CancellationToken cancellationToken) =>
                    survey.HandleAsync(audience, wave, school, request, cancellationToken));
        }

        app.MapMethods(
            "/withdraw/{wave}",
            FormMethods,
            (string wave, HttpRequest request, WithdrawalForm form, CancellationToken cancellationToken) =>
                form.HandleAsync(wave, request, cancellationToken));
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
