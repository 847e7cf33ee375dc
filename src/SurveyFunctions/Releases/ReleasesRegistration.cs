using SurveyEngine.Folding;
using SurveyEngine.Releases;
using SurveyEngine.Waves;

namespace SurveyFunctions.Releases;

public static class ReleasesRegistration
{
    public static IServiceCollection AddReleases(this IServiceCollection services, Nights nights) => services
        .AddSingleton(nights)
        .AddSingleton<ReadTallies>()
        .AddSingleton<ReadResults>()
        .AddSingleton<ReleaseWave>()
        .AddSingleton<ChangeWaveState>()
        .AddSingleton<FoldUnsettledWaves>()
        .AddSingleton<NightlyRollup>()
        .AddSingleton<FoldPendingBatches>();
}
