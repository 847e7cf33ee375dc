using Surveyctl.Tenants;
using Surveyctl.Tests.Backups;

using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace Surveyctl.Tests.Tenants;

[Collection(WholeStorages.Name)]
public sealed class DeleteRowsTests(WholeStorages storages)
{
    private static readonly TenantId A = new("a");

    /// <summary>Ids that begin like it, also where the keys of the tables go on.</summary>
    private static readonly TenantId[] Neighbours = [new("a-b"), new("ab"), new("a0"), new("b")];

    public static TheoryData<StorageForm> Forms => [StorageForm.Azure, StorageForm.Embedded];

    [Theory, MemberData(nameof(Forms))]
    public async Task All_of_the_tenant_goes_and_every_row_of_the_others_stays_as_it_is(StorageForm form)
    {
        using var storage = await storages.EmptyAsync(form);
        await FillAsync(storage);
        // More than a store gives at a time.
        foreach (var tenant in new[] { "a", "a-b" })
            await AddManyAsync(storage, $"{tenant}!wave-{tenant}!release!scope", 1_050);
        var before = await storage.RowsAsync();
        var others = before.Where(row => !IsOfA(row)).ToList();

        var told = await storage.RunAsync("tenant", "delete", "a");

        Assert.Equal((0, ""), (told.ExitCode, told.Errors));
        Assert.False(told.Json().GetProperty("deleted").GetBoolean());
        Assert.Equal(["wave-a"], told.Json().GetProperty("waves").EnumerateArray().Select(wave => wave.GetString()));
        var rows = told.Json().GetProperty("tables").EnumerateArray().Where(table => table.GetProperty("table").GetString() != StoreNames.Audit).Sum(table => table.GetProperty("rows").GetInt64());
        Assert.Equal(before.Count - others.Count, rows);
        Assert.Equal(before, await storage.RowsAsync());

        var done = await storage.RunAsync("tenant", "delete", "a", "--yes");

        Assert.Equal((0, ""), (done.ExitCode, done.Errors));
        Assert.True(done.Json().GetProperty("deleted").GetBoolean());
        Assert.Equal(others, await storage.RowsAsync());
        Assert.Equal(0, (await storage.RunAsync("verify")).ExitCode);

        var again = await storage.RunAsync("tenant", "delete", "a", "--yes");
        Assert.Equal((1, ""), (again.ExitCode, again.Output));
        Assert.Contains("Nothing is stored of a tenant 'a'", again.Errors, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_deletion_that_was_interrupted_anywhere_goes_on_and_the_app_finds_no_wave_from_its_beginning(StorageForm form)
    {
        using var storage = await storages.EmptyAsync(form);
        await FillAsync(storage);
        var others = (await storage.RowsAsync()).Where(row => !IsOfA(row)).ToList();
        var tables = new FaultyTables(storage.Tables);
        var rows = new TenantRows(tables, A);
        var (allowed, tries) = (0, 0);
        tables.OnCommit = async (actions, commit) =>
        {
            if (Interlocked.Decrement(ref allowed) < 0)
                throw new StoreUnavailableException("The network is gone.");
            var partition = actions[0].Entity.PartitionKey;
            if (partition != WavesKeys.IndexPartition)
                Assert.DoesNotContain(await new WaveIndex(storage.Tables).ListAsync(CancellationToken.None), wave => wave.Tenant == A);
            // By the definitions it is known until everything else is gone.
            if (partition == A.Value)
                Assert.DoesNotContain(await storage.RowsAsync(), row => IsOfA(row) && !row.StartsWith("Definitions/", StringComparison.Ordinal));
            return await commit();
        };
        while (true)
        {
            // One more each time, so that it comes to an end.
            allowed = ++tries;
            try
            {
                Assert.False((await rows.CountAsync(CancellationToken.None)).AreNone);
                await new DeleteRows(tables, rows).RunAsync(BackupFixture.NoSteps, CancellationToken.None);
                break;
            }
            catch (StoreUnavailableException)
            {
                Assert.InRange(tries, 1, 50);
            }
        }

        Assert.InRange(tries, 3, 50);
        Assert.Equal(others, await storage.RowsAsync());
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_transaction_whose_reply_got_lost_is_as_good_as_done(StorageForm form)
    {
        using var storage = await storages.EmptyAsync(form);
        await FillAsync(storage);
        var others = (await storage.RowsAsync()).Where(row => !IsOfA(row)).ToList();
        var tables = new FaultyTables(storage.Tables)
        {
            OnCommit = async (_, commit) =>
            {
                await commit();
                return await commit();
            },
        };

        await new DeleteRows(tables, new TenantRows(tables, A)).RunAsync(BackupFixture.NoSteps, CancellationToken.None);

        Assert.Equal(others, await storage.RowsAsync());
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_tenant_with_a_wave_that_has_not_settled_is_refused_even_if_the_index_has_lost_it(StorageForm form)
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        using var storage = await storages.EmptyAsync(form);
        using var engine = storage.NewEngine(time: time);
        var wave = await OpenAsync(engine, A);
        await RefusedAsync();
        await engine.States.CloseAsync(wave, CancellationToken.None);
        await RefusedAsync();
        var entry = (await storage.Tables.GetAsync(StoreNames.Waves, WavesKeys.IndexPartition, wave.Id.Value, CancellationToken.None))!;
        await storage.Tables.CommitAsync(
            StoreNames.Waves, [new RowChange(RowChangeType.Delete, entry, entry.ETag)], CancellationToken.None);
        await RefusedAsync();

        await storage.AddAsync(StoreNames.Waves, entry);
        time.Advance(ChangeWaveState.ClosingTime);
        await engine.FoldAll.FoldAsync(CancellationToken.None);
        Assert.Equal(0, (await storage.RunAsync("tenant", "delete", "a", "--yes")).ExitCode);
        Assert.Empty(await storage.RowsAsync());

        async Task RefusedAsync()
        {
            var before = await storage.RowsAsync();
            foreach (var sure in new string[][] { [], ["--yes"] })
            {
                var run = await storage.RunAsync(["tenant", "delete", "a", .. sure]);
                Assert.Equal((1, ""), (run.ExitCode, run.Output));
                Assert.Contains("wave-a", run.Errors, StringComparison.Ordinal);
                Assert.Contains("about 18 minutes", run.Errors, StringComparison.Ordinal);
            }
            Assert.Equal(before, await storage.RowsAsync());
        }
    }

    /// <summary>Row by row, from its own fields: not by the ranges that the deletion goes by.</summary>
    private static bool IsOfA(string row)
    {
        var partition = row.Split(':')[0].Split('/')[1];
        return partition == WavesKeys.IndexPartition
            ? row.EndsWith(": Tenant String a", StringComparison.Ordinal)
            : partition.Split('!')[0] == "a";
    }

    private static async Task<Wave> OpenAsync(Engine engine, TenantId tenant, int schools = 3)
    {
        var id = new WaveId($"wave-{tenant}");
        await TestWave.LoadAsync(engine, tenant, id, schools);
        Assert.Empty((await engine.Open.OpenAsync(tenant, id, CancellationToken.None)).Problems);
        return await engine.Waves.RequireAsync(tenant, id, CancellationToken.None);
    }

    private static async Task AddManyAsync(WholeStorage storage, string partition, int count)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(TableLimits.MaxActions))
        {
            await storage.Tables.CommitAsync(
                StoreNames.Results,
                [.. some.Select(i => new RowChange(RowChangeType.Add, new TableRow(partition, $"item!{i}")))],
                CancellationToken.None);
        }
    }

    /// <summary>A settled wave of A with answers in two buckets and a release, one that never came to open, and the same of others.</summary>
    private static async Task FillAsync(WholeStorage storage)
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        using var engine = storage.NewEngine(time: time);
        foreach (var tenant in Neighbours.Prepend(A))
        {
            var wave = await OpenAsync(engine, tenant, tenant == A ? 60 : 2);
            var schools = await engine.Waves.FirstSchoolsAsync(wave, wave.Schools, CancellationToken.None);
            var test = new TestWave { Tenant = tenant, Id = wave.Id, Wave = wave, Schools = schools };
            foreach (var school in new[] { 0, schools.Count - 1 })
                Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(test.Submission(school)));
            await engine.Release.RunAsync(wave, CancellationToken.None);
            await engine.States.CloseAsync(wave, CancellationToken.None);
        }
        time.Advance(ChangeWaveState.ClosingTime);
        await engine.FoldAll.FoldAsync(CancellationToken.None);
        await storage.AddAsync(StoreNames.Waves, new TableRow(WavesKeys.IndexPartition, "never-opened") { ["Tenant"] = "a" });
        // Where a range that is too wide would end.
        await storage.AddAsync(StoreNames.Waves, new TableRow("index", "a") { ["Tenant"] = "b" });
    }
}
