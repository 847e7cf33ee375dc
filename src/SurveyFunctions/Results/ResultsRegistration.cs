namespace SurveyFunctions.Results;

public static class ResultsRegistration
{
    public static IServiceCollection AddResults(this IServiceCollection services) => services
        .AddSingleton<FindResults>()
        .AddSingleton<Dashboard>()
        .AddSingleton<WaveResults>()
        .AddSingleton<FindDemos>()
        .AddSingleton<Home>()
        .AddSingleton<Assets>();
}
