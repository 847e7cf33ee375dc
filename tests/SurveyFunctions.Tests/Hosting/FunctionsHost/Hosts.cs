using TestSupport;
using TestSupport.FunctionsHost;

namespace SurveyFunctions.Tests.Hosting.FunctionsHost;

/// <summary>Hosts of one test alone, and waiting for what they do.</summary>
internal static class Hosts
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    public static Task<EmulatedFunctionsHost> StartAsync(string connectionString) => EmulatedFunctionsHost.StartAsync(AppProcess.UnderFunctionsHost(connectionString));

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(LongEnough);
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
    }

    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));
}
