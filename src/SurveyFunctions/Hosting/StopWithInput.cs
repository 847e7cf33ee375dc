namespace SurveyFunctions.Hosting;

/// <summary>
/// Stops the app in an orderly way when standard input ends. Its other end is a pipe that the system closes with the process
/// that started the app, even if that one was killed; it works the same on every system.
/// </summary>
public sealed class StopWithInput(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A read of the console cannot be cancelled; left behind on a thread of the pool it keeps no process alive.
        var ended = Task.Run(ReadToEnd, CancellationToken.None);
        await ended.WaitAsync(stoppingToken).ContinueWith(static _ => { }, TaskScheduler.Default);
        lifetime.StopApplication();
    }

    private static void ReadToEnd()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> ignored = stackalloc byte[256];
        while (input.Read(ignored) > 0)
        {
        }
    }
}
