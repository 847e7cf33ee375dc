using SurveyFunctions.Hosting.Standalone;

using SurveyStore.Contract;
using SurveyStore.Timers;
using SurveyStore.Waves;

namespace SurveyFunctions.Hosting;

public static class StoreRegistration
{
    /// <param name="opening">Waited for by whoever needs it first. The container closes it, after everything that uses it.</param>
    public static IServiceCollection AddStore(this IServiceCollection services, Task<IStorage> opening) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton(_ => opening.GetAwaiter().GetResult())
        .AddSingleton(provider => provider.GetRequiredService<IStorage>().Tables)
        .AddSingleton(provider => provider.GetRequiredService<IStorage>().Queues)
        .AddSingleton<WaveIndex>()
        .AddSingleton<WaveCache>();

    /// <summary>Who starts the functions that are not HTTP: the Functions host, or this process itself.</summary>
    public static IServiceCollection AddTriggers(this IServiceCollection services, AppOptions options)
    {
        services.AddSingleton<Triggers>();
        if (options.IsWorking)
        {
            services
                .AddSingleton<TimerClaims>()
                .AddHostedService(provider => ActivatorUtilities.CreateInstance<QueuePump>(
                    provider, provider.GetRequiredService<Triggers>().Queues, QueuePump.UsualLease))
                .AddHostedService(provider => ActivatorUtilities.CreateInstance<TimerPump>(
                    provider, provider.GetRequiredService<Triggers>().Timers));
        }
        if (options.IsStoppingWithInput)
            services.AddHostedService<StopWithInput>();
        return services;
    }
}
