using Surveyctl.Output;
using Surveyctl.Rehearsing;
using Surveyctl.Tests.Backups;

using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Answers;
using Surveys.DefinitionFiles;
using Surveys.Definitions;
using Surveys.Ids;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace Surveyctl.Tests.Rehearsing;

[Collection(WholeStorages.Name)]
public sealed class RehearsalTests(WholeStorages storages)
{
    private static readonly TenantId Tenant = new("valley");
    private static readonly WaveId Real = new("fall");
    private static readonly WaveId Twin = new("fall-rehearsal");

    public static TheoryData<StorageForm> Forms => [StorageForm.Azure, StorageForm.Embedded];

    [Theory, MemberData(nameof(Forms))]
    public async Task A_rehearsal_asks_the_same_is_told_apart_and_leaves_nothing_behind(StorageForm form)
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        using var storage = await storages.EmptyAsync(form);
        using var engine = storage.NewEngine(time: time);
        // Its neighbour's id begins like the twin's.
        await TestWave.LoadAsync(engine, Tenant, new WaveId("fall-rehearsal-2"), schools: 2);
        Assert.Empty((await engine.Open.OpenAsync(Tenant, new WaveId("fall-rehearsal-2"), CancellationToken.None)).Problems);
        await TestWave.LoadAsync(engine, Tenant, Real, schools: 60, settings: ""","opensAt":"2099-01-01 08:00" """);
        Assert.Empty((await engine.Open.OpenAsync(Tenant, Real, CancellationToken.None)).Problems);
        var before = await storage.RowsAsync();

        Assert.Equal(0, (await storage.RunAsync("wave", "rehearse", "fall")).ExitCode);
        Assert.Equal("""{"wave":"fall","rehearsal":"fall-rehearsal","wasOpen":true}""", Compact(await storage.RunAsync("wave", "rehearse", "fall")));
        Assert.Equal(0, (await storage.RunAsync("wave", "preview", "fall-rehearsal", "--url", "http://localhost:9")).ExitCode);
        var twin = await engine.Waves.RequireAsync(Tenant, Twin, CancellationToken.None);
        Assert.Equal((true, false, 60, WaveAcceptance.Open), (twin.Definition.IsRehearsal, twin.Definition.IsDemo, twin.Schools, twin.AcceptanceAt(time.GetUtcNow())));
        foreach (var school in await engine.Waves.FirstSchoolsAsync(twin, 60, CancellationToken.None))
        {
            var sheet = AnswerJson.Read(twin.Survey, """{"overall":"favorable"}""");
            var submission = new Submission(twin, school, new ResponseId(Guid.NewGuid()), 0, Channel.Link, sheet);
            Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptOrFindAsync(twin, submission, CancellationToken.None));
        }
        await engine.DrainAsync();
        Assert.NotNull(await engine.Release.RunAsync(twin, CancellationToken.None));

        var waits = new TaskCompletionSource<DateTimeOffset>();
        var clearing = new ClearRehearsal(engine).RunAsync(twin, waits.SetResult, BackupFixture.NoSteps, CancellationToken.None);
        Assert.Equal(time.GetUtcNow() + ChangeWaveState.ClosingTime, await waits.Task);
        // A copy that has not noticed; until the end it counts like any other.
        var late = new Submission(
            twin, (await engine.Waves.FirstSchoolsAsync(twin, 1, CancellationToken.None))[0], new ResponseId(Guid.NewGuid()), 0, Channel.Link,
            AnswerJson.Read(twin.Survey, """{"overall":"favorable"}"""));
        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(late));
        var verified = await engine.Verify.VerifyAsync(twin, late.Partition, CancellationToken.None);
        Assert.Empty(verified.Discrepancies);
        Assert.False(clearing.IsCompleted);
        time.Advance(ChangeWaveState.ClosingTime);

        Assert.Contains(await clearing, table => table is { Key: "Responses", Value: > 60 });
        Assert.Equal(before, await storage.RowsAsync());
        Assert.Null(await engine.Waves.FindAsync(Twin, CancellationToken.None));
    }

    [Fact]
    public async Task A_rehearsal_that_somebody_opens_again_meanwhile_is_not_deleted()
    {
        var time = new ManualTimeProvider();
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        using var engine = storage.NewEngine(time: time);
        var twin = await RehearseAsync(engine);

        var waits = new TaskCompletionSource<DateTimeOffset>();
        var clearing = new ClearRehearsal(engine).RunAsync(twin, waits.SetResult, BackupFixture.NoSteps, CancellationToken.None);
        await waits.Task;
        Assert.True(await engine.States.ReopenAsync(twin, null, CancellationToken.None));
        time.Advance(ChangeWaveState.ClosingTime);

        await Assert.ThrowsAsync<CommandFailedException>(() => clearing);
        Assert.Equal(WaveState.Open, (await engine.Waves.RequireAsync(Tenant, Twin, CancellationToken.None)).State);
    }

    [Fact]
    public async Task A_rehearsal_that_never_opened_is_deleted_at_once()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        using var engine = storage.NewEngine();
        await TestWave.LoadAsync(engine, Tenant, Twin, schools: 1, settings: ""","rehearsal":true""");

        var run = await storage.RunAsync("wave", "clear-rehearsal", Twin.Value);

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(await engine.Index.ListAsync(CancellationToken.None));
        Assert.Null(await engine.Definitions.FindWaveAsync(Tenant, Twin, CancellationToken.None));
    }

    [Fact]
    public async Task A_rehearsal_of_another_wave_is_not_taken_for_that_of_this_one()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        using var engine = storage.NewEngine();
        await RehearseAsync(engine);
        await TestWave.LoadAsync(engine, Tenant, new WaveId("other"), schools: 1, settings: ""","minimumCell":12""");

        var run = await storage.RunAsync("wave", "rehearse", "other", "--as", Twin.Value);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("asks something else", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>A draft of its rows left would be opened again amid them.</summary>
    [Fact]
    public async Task A_definition_that_a_killed_load_left_without_its_index_is_not_overwritten()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        using var engine = storage.NewEngine();
        await TestWave.LoadAsync(engine, Tenant, Real, schools: 2);
        var json = """{"format":1,"id":"fall-rehearsal","title":{"en":"Spring","ar":"ربيع"},"survey":"small","version":1,"population":"students"}"""u8.ToArray();
        var left = new Stored<WaveDefinition>(WaveReader.Read(json).Value!, json);
        Assert.Empty(await engine.Pinned.ReplaceAsync(Tenant, [], [left], CancellationToken.None));

        var run = await storage.RunAsync("wave", "rehearse", "fall");

        Assert.Equal((1, true), (run.ExitCode, run.Errors.Contains("which is no rehearsal", StringComparison.Ordinal)));
        Assert.Equal("Spring", (await engine.Definitions.FindWaveAsync(Tenant, Twin, CancellationToken.None))!.Value.TitleIn("en"));
    }

    [Fact]
    public async Task A_clearing_that_stopped_half_way_is_finished_by_the_next_and_nobody_opens_it_meanwhile()
    {
        var time = new ManualTimeProvider();
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        var tables = new FaultyTables(storage.Tables);
        using var engine = storage.NewEngine(tables, time);
        var twin = await RehearseAsync(engine);
        await engine.States.CloseAsync(twin, CancellationToken.None);
        time.Advance(ChangeWaveState.ClosingTime);
        tables.OnCommit = (rows, commit) => rows[0] is { ActionType: RowChangeType.Delete, Entity.RowKey: WavesKeys.Wave }
            ? throw new StoreUnavailableException("The process died here.")
            : commit();
        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            new ClearRehearsal(engine).RunAsync(twin, _ => { }, BackupFixture.NoSteps, CancellationToken.None));
        tables.OnCommit = null;

        Assert.Equal(1, (await storage.RunAsync("wave", "rehearse", Real.Value)).ExitCode);
        Assert.Equal(0, (await storage.RunAsync("wave", "clear-rehearsal", Twin.Value)).ExitCode);
        Assert.Equal(0, (await storage.RunAsync("wave", "rehearse", Real.Value)).ExitCode);
    }

    [Fact]
    public async Task A_real_wave_cannot_be_cleared_and_takes_no_made_up_answers()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        using var engine = storage.NewEngine();
        await TestWave.LoadAsync(engine, Tenant, Real, schools: 1);
        await engine.Open.OpenAsync(Tenant, Real, CancellationToken.None);

        var clearing = await storage.RunAsync("wave", "clear-rehearsal", "fall");
        var answering = await storage.RunAsync("answer", "fall", "--count", "3", "--url", "http://localhost:9");

        Assert.Equal((1, 1), (clearing.ExitCode, answering.ExitCode));
        Assert.Contains("is no rehearsal", clearing.Errors, StringComparison.Ordinal);
        Assert.Contains("surveyctl wave rehearse fall", answering.Errors, StringComparison.Ordinal);
        Assert.Equal(WaveState.Open, (await engine.Waves.RequireAsync(Tenant, Real, CancellationToken.None)).State);
    }

    [Theory]
    [InlineData("fall", "another wave has that id")]
    [InlineData("Fall!", "no id")]
    public async Task An_id_that_cannot_be_is_refused(string twin, string because)
    {
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        using var engine = storage.NewEngine();
        await TestWave.LoadAsync(engine, Tenant, Real, schools: 1);
        var before = await storage.RowsAsync();

        var run = await storage.RunAsync("wave", "rehearse", "fall", "--as", twin);

        Assert.True(run.ExitCode == 1, because);
        Assert.Equal(before, await storage.RowsAsync());
    }

    [Fact]
    public void The_usual_id_is_an_id_however_long_the_wave_s_is()
    {
        var longest = new WaveId(new string('a', Slug.MaxLength - 11) + "-bcdefghij");

        Assert.Equal(Slug.MaxLength - 1, RehearseWave.UsualIdOf(longest).Value.Length);
        Assert.Equal("fall-rehearsal", RehearseWave.UsualIdOf(Real).Value);
    }

    private static async Task<Wave> RehearseAsync(Engine engine)
    {
        await TestWave.LoadAsync(engine, Tenant, Real, schools: 1);
        await new RehearseWave(engine).RunAsync((await engine.Waves.FindAsync(Real, CancellationToken.None))!, Twin, CancellationToken.None);
        return await engine.Waves.RequireAsync(Tenant, Twin, CancellationToken.None);
    }

    private static string Compact(CommandRun run) => run.Json().GetRawText().ReplaceLineEndings("").Replace("  ", "", StringComparison.Ordinal).Replace(": ", ":", StringComparison.Ordinal);
}
