using SurveyStore.Folding;
using SurveyStore.Rollups;
using SurveyStore.Sweeps;
using SurveyStore.Waves;

namespace SurveyFunctions.Rollup;

public static class RollupRegistration
{
    public static IServiceCollection AddRollup(this IServiceCollection services, Nights nights) => services
        .AddSingleton(nights)
        .AddSingleton<ReadTallies>()
        .AddSingleton<ReadResults>()
        .AddSingleton<RollUpWave>()
        .AddSingleton<ChangeWaveState>()
        .AddSingleton<SweepPending>()
        .AddSingleton<NightlyRollup>()
        .AddSingleton<SweepPendingBatches>();
}
