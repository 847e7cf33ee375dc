using SurveyEngine.Auditing;
using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.People;

using Surveys.Answers;
using Surveys.Ids;

using SurveyStorage.Sqlite;

using TestSupport;

namespace Surveyctl.Tests.Commands;

/// <summary>What a command line presumes: the states of a store, in the order in which waves come to them.</summary>
public enum DocumentedState
{
    /// <summary>There is no store yet.</summary>
    None,

    Empty,

    /// <summary>Waves are drafts, and schools are stored that no file has any more.</summary>
    Loaded,

    /// <summary>Waves are open; their opening time is far off.</summary>
    Scheduled,

    /// <summary>Waves take answers, and have some, of which some are flagged; a school has come since; a message was given up.</summary>
    Open,

    /// <summary>Each wave has a rehearsal besides.</summary>
    Rehearsed,

    /// <summary>All closed so long ago that they may settle.</summary>
    Closing,

    Settled,
}

/// <summary>A store in each state, made once by the commands themselves, and the files that they read.</summary>
public sealed class DocumentedStore : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal DocumentedFiles Files => new(_folder.File("files"));

    /// <summary>Of somebody who is invited.</summary>
    public string PersonId { get; private set; } = "";

    public string KeyId { get; private set; } = "";

    private string Store => _folder.File(SqliteStorage.FileName);

    /// <param name="state">Which store.</param>
    /// <param name="file">Where it is copied to.</param>
    public void CopyTo(DocumentedState state, string file)
    {
        if (state != DocumentedState.None)
            File.Copy(_folder.File($"{state}.db"), file);
    }

    public async ValueTask InitializeAsync()
    {
        Files.WriteSeeds();
        Files.WriteSchools();
        await RunAsync("setup");
        Keep(DocumentedState.Empty);
        await RunAsync("seed", Files.PathOf("my-seeds"), "--no-open", "--no-answers");
        await RunAsync("import", "organisations", Files.PathOf("closed.csv"), "--tenant", DocumentedFiles.Tenant);
        Keep(DocumentedState.Loaded);
        foreach (var wave in DocumentedFiles.Waves)
            await RunAsync("wave", "open", wave);
        Keep(DocumentedState.Scheduled);
        foreach (var wave in DocumentedFiles.Waves)
            await RunAsync("wave", "schedule", wave, "--opens-at", "now");
        await RunAsync("seed", Files.PathOf("my-seeds"));
        await RunAsync("import", "organisations", Files.PathOf("schools.csv"), "--tenant", DocumentedFiles.Tenant);
        await WithEngineAsync(TimeProvider.System, engine => engine.Queues.SendAsync(
            StoreNames.PendingBatchesPoison, PendingMessage.Write(new ResponsesPartition(new TenantId(DocumentedFiles.Tenant), new WaveId(DocumentedFiles.Wave), 0)),
            TimeSpan.Zero, CancellationToken.None));
        await WithEngineAsync(new ManualTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-3)), async engine =>
        {
            foreach (var id in new[] { DocumentedFiles.Wave, "fall-2026-families" })
            {
                var wave = (await engine.Waves.FindAsync(new WaveId(id), CancellationToken.None))!;
                var school = (await engine.Waves.FindSchoolAsync(wave, new SchoolId(DocumentedFiles.School), CancellationToken.None))!;
                var sheet = AnswerJson.Read(wave.Survey, """{"overall":"favorable"}""");
                await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
                    engine.Accept.AcceptAsync(new Submission(wave, school, new ResponseId(Guid.NewGuid()), 0, Channel.Link, sheet))));
            }
        });
        Files.WritePaper(await RunAsync("export", "responses", DocumentedFiles.Wave));
        Keep(DocumentedState.Open);
        await WithEngineAsync(TimeProvider.System, async engine =>
        {
            (PersonId, KeyId) = (await AddAsync(isProgram: false), await AddAsync(isProgram: true));

            async Task<string> AddAsync(bool isProgram) => (await engine.People.AddAsync(
                new TenantId(DocumentedFiles.Tenant), "Office", new Grant(Role.Viewer, null), isProgram, TimeSpan.FromDays(1), Actor.OfCommand("surveyctl people invite"), CancellationToken.None)).Person.Id;
        });
        await RunAsync("backup", Files.PathOf("taken-backup"));
        foreach (var wave in DocumentedFiles.Waves)
            await RunAsync("wave", "rehearse", wave);
        Keep(DocumentedState.Rehearsed);
        await WithEngineAsync(new ManualTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-1)), async engine =>
        {
            foreach (var (id, _) in await engine.Index.ListAsync(CancellationToken.None))
                await engine.States.CloseAsync((await engine.Waves.FindAsync(id, CancellationToken.None))!, CancellationToken.None);
        });
        Keep(DocumentedState.Closing);
        await WithEngineAsync(TimeProvider.System, engine => engine.FoldAll.FoldAsync(CancellationToken.None));
        Keep(DocumentedState.Settled);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Keep(DocumentedState state) => File.Copy(Store, _folder.File($"{state}.db"));

    private async Task<string> RunAsync(params string[] args)
    {
        var run = await CommandRun.OfAsync([.. args, "--file", Store]);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', args)}: {run.Errors}");
        return run.Output;
    }

    private async Task WithEngineAsync(TimeProvider time, Func<Engine, Task> run)
    {
        using var store = SqliteStorage.Open(Store, TimeProvider.System);
        using var engine = new Engine(store.Tables, store.Queues, time);
        await run(engine);
    }
}
