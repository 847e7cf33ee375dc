using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using SurveyEngine.Auditing;
using SurveyEngine.People;

using SurveyFunctions.Pages;

using SurveyStorage.Sqlite;

using TestSupport;
using TestSupport.Waves;

namespace Journeys.App;

/// <summary>The app with one released wave that is for members alone, a provider of identities beside it, and a clock that goes as a journey says.</summary>
public sealed class MembersApp : IAsyncLifetime
{
    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(60);
    private static readonly Actor By = Actor.OfCommand("surveyctl people invite");

    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource<IHostApplicationLifetime> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringWriter _errors = new();
    private IdentityProviderProcess? _provider;
    private SqliteStorage? _storage;
    private Engine? _engine;
    private TestWave? _wave;
    private Task _running = Task.CompletedTask;

    public Uri Site { get; private set; } = null!;

    public Uri Provider => _provider!.Issuer;

    internal AdvancedTime Clock { get; } = new();

    public string Wave => _wave!.Id.Value;

    public async ValueTask InitializeAsync()
    {
        var file = _folder.File(SqliteStorage.FileName);
        _storage = SqliteStorage.Open(file, TimeProvider.System);
        _engine = new Engine(_storage.Tables, _storage.Queues, Clock);
        await _engine.SetUpAsync();
        _wave = await TestWave.OpenAsync(_engine, schools: 4, settings: ""","visibility":"members","pace":200""");
        await Task.WhenAll(Enumerable.Range(0, 96).Select(i => _engine.Accept.AcceptAsync(
            _wave.Submission(school: i % 4, answers: $$"""{"overall":"{{(i / 4 % 2 == 0 ? "favorable" : "unfavorable")}}"}"""))));
        await _engine.Release.RunAsync(_wave.Wave, CancellationToken.None);
        _provider = await IdentityProviderProcess.StartAsync();
        Site = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        _running = SurveyFunctions.SurveyApp.RunAsync(Configure(file), _errors);
        await Task.WhenAny(_started.Task, _running).WaitAsync(TimeToStart, TimeProvider.System);
        Assert.False(_running.IsCompleted, _errors.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (_started.Task.IsCompletedSuccessfully)
            _started.Task.Result.StopApplication();
        await _running;
        if (_provider is not null)
            await _provider.DisposeAsync();
        _engine?.Dispose();
        _storage?.Dispose();
        _folder.Dispose();
    }

    /// <summary>The link that signs somebody in who has this role.</summary>
    /// <param name="scope">Null: all.</param>
    internal async Task<string> InvitationAsync(string name, Role role, string? scope)
    {
        var (person, secret) = await _engine!.People.AddAsync(
            _wave!.Tenant, name, new Grant(role, scope is null ? null : new Surveys.Ids.ScopeId(scope)), isProgram: false, TimeSpan.FromDays(30), By, CancellationToken.None);
        return Address.Of(Address.Invitation, _wave.Tenant.Value, person.Id, secret);
    }

    /// <summary>The names of those who are invited.</summary>
    internal async Task<IReadOnlyList<string>> NamesAsync() => [.. (await _engine!.People.ListAsync(_wave!.Tenant, CancellationToken.None)).Select(person => person.Name)];

    private WebApplicationBuilder Configure(string file)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(_provider!.Settings(_wave!.Tenant.Value, "groups=leaders:coordinator")!);
        builder.Configuration.AddInMemoryCollection([new("EmbeddedStore", file), new("Port", $"{Site.Port}"), new("Work", "false")]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Clock).AddSingleton<IHostLifetime>(services => new Lifetime(services.GetRequiredService<IHostApplicationLifetime>(), _started));
        return builder;
    }

    private sealed class Lifetime(IHostApplicationLifetime application, TaskCompletionSource<IHostApplicationLifetime> started) : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken)
        {
            application.ApplicationStarted.Register(() => started.TrySetResult(application));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>The system's, and what it was advanced by.</summary>
    internal sealed class AdvancedTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));

        public override long GetTimestamp() => System.GetElapsedTime(0, System.GetTimestamp()).Ticks + Interlocked.Read(ref _ticks);
    }
}
