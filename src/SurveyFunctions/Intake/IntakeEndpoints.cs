using Surveys.Definitions;

using SurveyStore.Contract;
using SurveyStore.Intake;

namespace SurveyFunctions.Intake;

public static partial class IntakeEndpoints
{
    public static IServiceCollection AddIntake(this IServiceCollection services) => services
        .AddSingleton(Announce)
        .AddSingleton<AcceptResponses>()
        .AddSingleton<StoreSubmission>()
        .AddSingleton<SubmitResponse>()
        .AddSingleton<SubmitResponses>()
        .AddSingleton<SurveyForm>();

    private static AnnouncePending Announce(IServiceProvider provider)
    {
        var logger = provider.GetRequiredService<ILogger<AnnouncePending>>();
        return new AnnouncePending(
            provider.GetRequiredService<IQueueStore>(),
            provider.GetRequiredService<TimeProvider>(),
            failure => Log.NotAnnounced(logger, failure.Message));
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
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The queue took no message about pending responses; the next sweep folds them. {Reason}")]
        public static partial void NotAnnounced(ILogger logger, string reason);
    }
}
