using System.Collections.Immutable;

using Storms.Faults;

namespace Storms.Copies;

/// <summary>The copies of the app of one storm: real processes that take responses, work the queue, end and start again.</summary>
internal sealed class AppCopies : IAsyncDisposable
{
    /// <summary>A copy refuses to start without storage, as it should; the storm goes on trying.</summary>
    private const int MostStarts = 40;

    private readonly Dictionary<string, string> _settings;
    private readonly FaultLog _log;
    private readonly RunningCopy?[] _copies;
    private readonly List<(int Copy, string Output)> _outputs = [];
    private ImmutableArray<Uri> _addresses = [];

    private AppCopies(IReadOnlyDictionary<string, string> settings, int count, bool isHosted, FaultLog log)
    {
        _settings = new Dictionary<string, string>(settings, StringComparer.Ordinal)
        {
            ["Logging__LogLevel__Default"] = "Information",
            // Neither timer fires but when the storm says so.
            ["AzureWebJobs.NightlyRollup.Disabled"] = "true",
            ["AzureWebJobs.SweepPending.Disabled"] = "true",
        };
        _copies = new RunningCopy?[count];
        IsHosted = isHosted;
        _log = log;
    }

    public int Count => _copies.Length;

    /// <summary>Each is the worker of a Functions host, which has an answer of its own for a request whose worker died: 500, without a body.</summary>
    public bool IsHosted { get; }

    /// <summary>What every copy wrote, also those that have ended.</summary>
    public IReadOnlyList<(int Copy, string Output)> Outputs =>
        [.. _outputs, .. _copies.Select((copy, i) => (Copy: i, Output: copy?.Output ?? "")).Where(one => one.Output.Length > 0)];

    /// <summary>Of those that run.</summary>
    public ImmutableArray<Uri> Addresses => _addresses;

    public static async Task<AppCopies> StartAsync(
        IReadOnlyDictionary<string, string> settings, int count, bool isHosted, FaultLog log)
    {
        var copies = new AppCopies(settings, count, isHosted, log);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, count).Select(copies.StartAsync));
            return copies;
        }
        catch
        {
            await copies.DisposeAsync();
            throw;
        }
    }

    public Task KillAsync(int copy) => EndAsync(copy, "copy-killed", static app => app.KillAsync());

    /// <summary>In order: what is in flight is finished.</summary>
    public Task TerminateAsync(int copy) => EndAsync(copy, "copy-ended", static app => app.TerminateAsync());

    public async Task PauseAsync(int copy, TimeSpan duration)
    {
        var process = _copies[copy]!.ProcessId;
        await ProcessSignals.StopAsync(process);
        try
        {
            await Task.Delay(duration);
        }
        finally
        {
            await ProcessSignals.ContinueAsync(process);
        }
        _log.Happened("copy-paused");
    }

    /// <summary>While all of them stand still.</summary>
    public async Task WhileFrozenAsync(Func<Task> look)
    {
        var processes = _copies.OfType<RunningCopy>().Select(copy => copy.ProcessId).ToList();
        try
        {
            await Task.WhenAll(processes.Select(ProcessSignals.StopAsync));
            await look();
        }
        finally
        {
            await Task.WhenAll(processes.Select(ProcessSignals.ContinueAsync));
        }
    }

    /// <summary>Ends them in order; what they wrote stays.</summary>
    public async ValueTask DisposeAsync()
    {
        _addresses = [];
        for (var copy = 0; copy < _copies.Length; copy++)
        {
            if (_copies[copy] is not { } app)
                continue;
            _copies[copy] = null;
            await app.DisposeAsync();
            _outputs.Add((copy, app.Output));
        }
    }

    private async Task EndAsync(int copy, string kind, Func<RunningCopy, Task> end)
    {
        var app = _copies[copy]!;
        var address = app.Address;
        await end(app);
        _log.Happened(kind);
        if (app.KeepsAddress)
        {
            await app.RestartAsync();
            return;
        }
        _addresses = _addresses.Remove(address);
        _outputs.Add((copy, app.Output));
        _copies[copy] = null;
        await app.DisposeAsync();
        await StartAsync(copy);
    }

    private async Task StartAsync(int copy)
    {
        for (var start = 1; ; start++)
        {
            try
            {
                var app = _copies[copy] = await RunningCopy.StartAsync(_settings, IsHosted);
                ImmutableInterlocked.Update(ref _addresses, addresses => addresses.Add(app.Address));
                _log.Note($"copy {copy} runs");
                return;
            }
            catch (InvalidOperationException refused) when (start < MostStarts)
            {
                _log.Note($"copy {copy} did not start: {refused.Message}");
            }
        }
    }
}
