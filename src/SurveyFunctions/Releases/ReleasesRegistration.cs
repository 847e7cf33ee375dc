namespace SurveyFunctions.Releases;

public static class ReleasesRegistration
{
    public static IServiceCollection AddReleases(this IServiceCollection services, Nights nights) => services
        .AddSingleton(nights)
        .AddSingleton<NightlyRollup>();
}
