using System.Net;
using System.Net.Sockets;

using Surveyctl.Seeding;

using SurveyEngine.Auditing;
using SurveyEngine.People;

using SurveyFunctions.Pages;

namespace Surveyctl.Local;

/// <summary>One page to open in a browser.</summary>
/// <param name="Subject">The wave and whose it is.</param>
/// <param name="Page">Which page of it.</param>
/// <param name="Address">With the language.</param>
internal sealed record Link(string Subject, string Page, Uri Address);

/// <summary>
/// The app and its storage, with the seeds loaded and a release of every wave. The app is within this process, and Azurite ends with
/// it, in whatever way that ends.
/// </summary>
internal sealed class LocalRun : IAsyncDisposable
{
    private const int WavesAtOnce = 2;

    private static readonly Actor By = Actor.OfCommand("surveyctl up");

    private readonly DataFolder _data;
    private LocalStore? _store;
    private HostedApp? _app;

    private LocalRun(DataFolder data) => _data = data;

    public string Data => _data.Root;

    public LocalStore Store => _store!;

    public string AppLog => _data.AppLog;

    public Uri Url { get; private set; } = null!;

    public IReadOnlyList<Link> Links { get; private set; } = [];

    /// <summary>What of the seeds was not loaded, or not opened.</summary>
    public IReadOnlyList<string> NotLoaded { get; private set; } = [];

    /// <exception cref="CommandFailedException">Something is missing or in use; nothing is left running.</exception>
    public static async Task<LocalRun> StartAsync(UpOptions options, Steps steps, CancellationToken cancellationToken)
    {
        // Whatever can be found wrong is found before anything is started or removed.
        var seeds = options.Seeds is { } folder ? SeedFolder.Require(folder, options.IsFresh) : null;
        // Who else is likely to have the port.
        if (DataFolder.IsInUse(options.Data))
            DataFolder.Hold(options.Data).Dispose();
        RequireFree(options.Port);
        var run = new LocalRun(DataFolder.Hold(options.Data));
        try
        {
            if (options.IsFresh)
                run._data.Empty();
            await run.StartAsync(options.Storage, options.Port, seeds, steps, cancellationToken);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes with a message when the app or its storage ends by itself.</summary>
    public async Task<string> UntilOneEndsAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(_store!.Exited, _app!.Ended).WaitAsync(cancellationToken);
        return _app.Ended.IsCompleted ? $"The app ended:\n{_app.LastLines}" : "Azurite ended.";
    }

    public async ValueTask DisposeAsync()
    {
        // The app first: its last commits and messages still need the storage.
        if (_app is not null)
            await _app.DisposeAsync();
        if (_store is not null)
            await _store.DisposeAsync();
        _data.Dispose();
    }

    private async Task StartAsync(
        LocalStoreKind storage, int port, SeedFolder? seeds, Steps steps, CancellationToken cancellationToken)
    {
        _store = await LocalStore.StartAsync(storage, _data, steps, cancellationToken);
        using var engine = Engine.Over(_store.Location.Open(StorageUse.Make));
        await engine.SetUpAsync(cancellationToken);

        _app = HostedApp.Start(_store.Location, port, new RollingLog(_data.AppLog));
        if (seeds is not null)
            await SeedAsync(engine, seeds, steps, cancellationToken);
        using (steps.Begin("Starting the app"))
            Url = await _app.UntilItListensAsync(cancellationToken);
        Links = await FindLinksAsync(engine, cancellationToken);
        new RunningApp(_store.Location, Url, Environment.ProcessId).Write(_data.Root);
    }

    private async Task SeedAsync(Engine engine, SeedFolder seeds, Steps steps, CancellationToken cancellationToken)
    {
        var loaded = await new LoadSeeds(engine, By).AddAsync(seeds, open: true, steps, cancellationToken);
        NotLoaded =
        [
            .. loaded.Tenants.SelectMany(tenant => tenant.Changes).Where(change => change.NeedsReplace).Select(change => change.ToString()),
            .. loaded.Problems,
        ];
        // One wave's release is written while the next one's answers are made up.
        await Parallel.ForEachAsync(
            loaded.Waves,
            new ParallelOptions { MaxDegreeOfParallelism = WavesAtOnce, CancellationToken = cancellationToken },
            async (seed, stopping) =>
            {
                if (RunPastWave.IsPast(seed, engine.Time.GetUtcNow()))
                {
                    await new RunPastWave(engine, By).RunAsync(seed, steps, stopping);
                    return;
                }
                await new AnswerDemo(engine).AnswerAsync(seed, steps, stopping);
                if (await engine.Waves.FindAsync(seed.Wave.Value.Id, stopping) is { } wave && await HasNewAnswersAsync(engine, wave, stopping)
                    && await engine.Release.FindEarliestByHandAsync(wave, stopping) is null)
                {
                    using var step = steps.Begin($"Releasing figures of {wave.Id}");
                    await engine.Audit.RunAsync(new(wave.Tenant, AuditAct.Released, wave.Id.Value), By, () => engine.Release.RunAsync(wave, stopping), stopping);
                }
            });
        await engine.DrainAsync();
    }

    /// <summary>A second start on the same data need not make the same figures again.</summary>
    private static async Task<bool> HasNewAnswersAsync(Engine engine, Wave wave, CancellationToken cancellationToken)
    {
        if (await engine.Results.FindReleaseAsync(wave, cancellationToken) is not { } release)
            return true;
        var shown = await engine.Results.FindAsync(wave, release, wave.Root, cancellationToken);
        var progress = await engine.Progress.ReadAsync(wave, cancellationToken);
        return progress.Pending > 0 || shown?.Participation.Responses != progress.Tallied;
    }

    private async Task<IReadOnlyList<Link>> FindLinksAsync(Engine engine, CancellationToken cancellationToken)
    {
        var waves = await engine.FindWavesAsync(null, cancellationToken);
        // It lists nothing else.
        var links = waves.Any(wave => wave.Definition.IsDemo)
            ? [new("All demo waves", "start page", new Uri(Url, "/"))]
            : new List<Link> { new("This site, without a wave so far", "start page", new Uri(Url, "/")) };
        // As on the start page.
        foreach (var wave in waves.OrderBy(wave => wave.State))
        {
            var language = wave.Survey.Languages[0];
            var title = $"{wave.TenantName}: {wave.Definition.TitleIn(language)}";
            if (wave.State == WaveState.Open && await engine.Waves.FirstSchoolsAsync(wave, 1, cancellationToken) is [var school])
                links.Add(new Link(title, "form", new Uri(Url, $"{Address.OfForm(wave.Survey.Audience, wave.Id, school.Id)}?{PageLanguage.Query}={language}")));
            if (await engine.Results.FindReleaseAsync(wave, cancellationToken) is not null)
                links.Add(new Link(title, "dashboard", new Uri(Url, Address.OfDashboard(wave.Id, wave.Root, language))));
        }
        foreach (var demo in waves.Where(wave => wave.Definition.IsDemo).DistinctBy(wave => wave.Tenant))
        {
            var tried = (await engine.Waves.FirstSchoolsAsync(demo, 1, cancellationToken))[0];
            var subject = $"{demo.TenantName}: links that sign in, once";
            links.Add(new Link(subject, "coordinator", await InviteAsync(engine, demo, "Demo coordinator", new Grant(Role.Coordinator, null), cancellationToken)));
            links.Add(new Link(subject, "viewer", await InviteAsync(engine, demo, $"Demo viewer of {tried.Name}", new Grant(Role.Viewer, new ScopeId(tried.Id.Value)), cancellationToken)));
        }
        return links;
    }

    /// <summary>Of somebody who is there from a start before a new link.</summary>
    private async Task<Uri> InviteAsync(Engine engine, Wave wave, string name, Grant grant, CancellationToken cancellationToken)
    {
        var known = (await engine.People.ListAsync(wave.Tenant, cancellationToken)).FirstOrDefault(person => person.Name == name && person.RevokedAt is null);
        var (person, secret) = (known is null ? null : await engine.People.RenewAsync(wave.Tenant, known.Id, ManagePeople.UsualLinkLifetime, By, cancellationToken))
            ?? await engine.People.AddAsync(wave.Tenant, name, grant, isProgram: false, ManagePeople.UsualLinkLifetime, By, cancellationToken);
        return new Uri(Url, Address.Of(Address.Invitation, wave.Tenant.Value, person.Id, secret));
    }

    /// <exception cref="CommandFailedException">Another program listens there.</exception>
    private static void RequireFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException)
        {
            throw new CommandFailedException($"Port {port} is in use by another program. Stop it, or choose another port; 0 takes any free one: --port 0");
        }
    }
}
