namespace SurveyFunctions.Releases;

public static class ReleasesRegistration
{
    public static IServiceCollection AddReleases(this IServiceCollection services, ReleaseSchedule schedule) => services
        .AddSingleton(schedule)
        .AddSingleton<NightlyRollup>();
}
