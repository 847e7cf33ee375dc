using TestSupport;
using TestSupport.FunctionsHost;

namespace Storms.Copies;

/// <summary>A copy of the app that runs: by itself, or as the worker of a Functions host.</summary>
internal abstract class RunningCopy : IAsyncDisposable
{
    public abstract Uri Address { get; }

    public abstract int ProcessId { get; }

    public abstract string Output { get; }

    /// <summary>The address stays when the process ends: whoever answers there starts it again.</summary>
    public abstract bool KeepsAddress { get; }

    public static async Task<RunningCopy> StartAsync(IReadOnlyDictionary<string, string> settings, bool isHosted)
    {
        if (!isHosted)
            return new Alone(await AppProcess.StartAsync(settings));
        var host = await EmulatedFunctionsHost.StartAsync(settings);
        return new Hosted(host, host.ListenToQueues(settings["AzureWebJobsStorage"]));
    }

    public abstract Task KillAsync();

    public abstract Task TerminateAsync();

    public abstract Task RestartAsync();

    public abstract ValueTask DisposeAsync();

    private sealed class Alone(AppProcess app) : RunningCopy
    {
        public override Uri Address => app.Address;

        public override int ProcessId => app.ProcessId;

        public override string Output => app.Output;

        public override bool KeepsAddress => false;

        public override Task KillAsync() => app.KillAsync();

        public override Task TerminateAsync() => app.TerminateAsync();

        public override Task RestartAsync() => throw new NotSupportedException("Another process takes its place.");

        public override ValueTask DisposeAsync() => app.DisposeAsync();
    }

    private sealed class Hosted(EmulatedFunctionsHost host, QueueListener queues) : RunningCopy
    {
        public override Uri Address => host.Address;

        public override int ProcessId => host.WorkerProcessId;

        public override string Output => host.Output;

        public override bool KeepsAddress => true;

        public override Task KillAsync() => host.KillWorkerAsync();

        public override Task TerminateAsync() => host.TerminateWorkerAsync();

        public override Task RestartAsync() => host.RestartWorkerAsync();

        public override async ValueTask DisposeAsync()
        {
            await queues.DisposeAsync();
            await host.DisposeAsync();
        }
    }
}
