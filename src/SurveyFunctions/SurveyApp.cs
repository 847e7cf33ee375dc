using Microsoft.Azure.Functions.Worker.Builder;

using SurveyEngine;
using SurveyEngine.Releases;

using SurveyFunctions.Access;
using SurveyFunctions.Folding;
using SurveyFunctions.Hosting;
using SurveyFunctions.Hosting.Standalone;
using SurveyFunctions.Intake;
using SurveyFunctions.Pages;
using SurveyFunctions.People;
using SurveyFunctions.Releases;
using SurveyFunctions.Results;

namespace SurveyFunctions;

/// <summary>The app, stage by stage: as a worker of the Functions host, as a process of its own, or within another one.</summary>
public static class SurveyApp
{
    /// <summary>Runs until it is stopped.</summary>
    /// <param name="builder">Of a worker, or else of a server of its own; with the configuration.</param>
    /// <param name="errors">Told why it does not start.</param>
    /// <returns>The exit code of a process that does nothing else.</returns>
    public static async Task<int> RunAsync(IHostApplicationBuilder builder, TextWriter errors)
    {
        AppOptions options;
        try
        {
            options = AppOptions.Read(builder.Configuration, isUnderFunctionsHost: builder is FunctionsApplicationBuilder);
        }
        catch (InvalidConfigurationException invalid)
        {
            return Startup.Refuse(invalid.Problems, errors);
        }

        await using var store = StoreOpening.Begin(options);
        builder.Services
            .AddServer(options)
            // Waited for by whoever needs it first. The container closes it, after everything that uses it.
            .AddSingleton(_ => store.Storage.GetAwaiter().GetResult())
            .AddSurveyEngine()
            .AddSingleton<FindPageTexts>()
            .AddAccess(options.Provider)
            .AddSigningIn()
            .AddPeople()
            .AddIntake()
            .AddFolding()
            .AddReleases(options.ReleaseSchedule)
            .AddResults();
        using var app = builder is WebApplicationBuilder alone
            ? alone.BuildStandalone(options)
            : ((FunctionsApplicationBuilder)builder).Build();

        return await Startup.RunAsync(app, options, store, errors);
    }

    private static IServiceCollection AddSigningIn(this IServiceCollection services) => services
        .AddSingleton<SignIn>()
        .AddSingleton<SignOut>()
        .AddSingleton<IdentityProvider>()
        .AddSingleton<AcceptInvitation>();

    private static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddSingleton<FindReach>()
        .AddSingleton<ListPeople>()
        .AddSingleton<InvitePerson>()
        .AddSingleton<ShowPerson>()
        .AddSingleton<ChangePerson>()
        .AddSingleton<ShowAudit>();

    private static IServiceCollection AddIntake(this IServiceCollection services) => services
        .AddSingleton<SubmitResponse>()
        .AddSingleton<SubmitResponses>()
        .AddSingleton<SurveyForm>()
        .AddSingleton<FamilySurvey>()
        .AddSingleton<SchoolSurvey>()
        .AddSingleton<MemberSurvey>()
        .AddSingleton<PreviewForm>()
        .AddSingleton<WithdrawResponse>()
        .AddSingleton<WithdrawalForm>();

    private static IServiceCollection AddFolding(this IServiceCollection services) => services
        .AddSingleton<AggregateResponses>()
        .AddSingleton<FoldPendingBatches>();

    private static IServiceCollection AddReleases(this IServiceCollection services, ReleaseSchedule schedule) => services
        .AddSingleton(schedule)
        .AddSingleton<PublishReleases>()
        .AddSingleton<NightlyRollup>();

    private static IServiceCollection AddResults(this IServiceCollection services) => services
        .AddSingleton<FindResults>()
        .AddSingleton<Dashboard>()
        .AddSingleton<AboutFigures>()
        .AddSingleton<WaveResults>()
        .AddSingleton<ReadReleaseHealth>()
        .AddSingleton<Health>()
        .AddSingleton<FindDemos>()
        .AddSingleton<YourSurveys>()
        .AddSingleton<Home>()
        .AddSingleton<Assets>();
}
