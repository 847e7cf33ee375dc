using System.Text.Json.Nodes;

using Surveyctl.Output;

using SurveyEngine.Auditing;
using SurveyEngine.Keys;
using SurveyEngine.People;

using SurveyFunctions.Access;

using SurveyStorage;

using TestSupport;

namespace Surveyctl.Tests.Backups;

[Collection(WholeStorages.Name)]
public sealed class RestoreBackupTests(WholeStorages storages, SmallBackup backup) : IClassFixture<SmallBackup>
{
    private string Backup => backup.Folder;

    public static TheoryData<StorageForm> Forms => [StorageForm.Azure, StorageForm.Embedded];

    public static TheoryData<StorageForm, string> FormsAndTables => new MatrixTheoryData<StorageForm, string>(
        [StorageForm.Azure, StorageForm.Embedded], [StoreNames.Waves, StoreNames.Definitions, StoreNames.Results, StoreNames.Pages, StoreNames.Blocks, StoreNames.Responses, StoreNames.People, StoreNames.Audit]);

    [Theory, MemberData(nameof(Forms))]
    public async Task A_restore_that_was_interrupted_anywhere_goes_on_and_no_wave_is_found_before_its_end(StorageForm form)
    {
        var rows = backup.Rows;
        using var storage = await storages.EmptyAsync(form);
        var tables = new FaultyTables(storage.Tables);
        var (allowed, tries) = (0, 0);
        tables.OnCommit = async (actions, commit) =>
        {
            if (Interlocked.Decrement(ref allowed) < 0)
                throw new StoreUnavailableException("The network is gone.");
            if (actions[0].Entity.PartitionKey != WavesKeys.IndexPartition)
                Assert.Empty(await new SurveyEngine.Waves.WaveIndex(storage.Tables).ListAsync(CancellationToken.None));
            return await commit();
        };
        while (true)
        {
            // More each time, so that it comes to an end.
            allowed = ++tries;
            try
            {
                await tables.RestoreAsync(Backup);
                break;
            }
            catch (StoreUnavailableException)
            {
                Assert.True((await storage.RowsAsync()).Count < rows.Count);
            }
        }

        Assert.InRange(tries, 4, 50);
        Assert.Equal(rows, await storage.RowsAsync());
        // Once more changes nothing.
        var commits = tables.Commits;
        Assert.All(await tables.RestoreAsync(Backup), table => Assert.Equal(0, table.Written));
        Assert.Equal(commits, tables.Commits);
    }

    [Theory]
    [InlineData(1, "Blocks", "Pages", "People", "Audit")]
    [InlineData(2, "Pages", "People", "Audit")]
    [InlineData(3, "People", "Audit")]
    public async Task A_backup_of_an_earlier_format_which_had_fewer_tables_is_restored_and_works_on(int format, params string[] without)
    {
        using var folder = new TemporaryFolder();
        var first = Directory.CreateDirectory(folder.File("first")).FullName;
        foreach (var file in Directory.GetFiles(Backup).Where(file => !without.Contains(Path.GetFileName(file).Split('.')[0])))
            File.Copy(file, Path.Combine(first, Path.GetFileName(file)));
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(first, "backup.json")))!;
        manifest["format"] = format;
        manifest["tables"]!.AsArray().RemoveAll(table => without.Contains(table!["table"]!.GetValue<string>()));
        await File.WriteAllTextAsync(Path.Combine(first, "backup.json"), manifest.ToJsonString());
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);

        var run = await storage.RunAsync("restore", first);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(backup.Rows.Where(row => !without.Contains(row.Split('/')[0])), await storage.RowsAsync());
        Assert.Equal(0, (await storage.RunAsync("rollup")).ExitCode);
        Assert.Equal(0, (await storage.RunAsync("verify")).ExitCode);
    }

    [Theory, MemberData(nameof(FormsAndTables))]
    public async Task A_storage_that_holds_anything_else_is_refused_with_the_table_and_left_as_it_is(StorageForm form, string table)
    {
        using var storage = await storages.EmptyAsync(form);
        await storage.AddAsync(table, new TableRow("zz!wave!00000", "resp!secret") { ["Answers"] = "mine" });
        var before = await storage.RowsAsync();

        var run = await storage.RunAsync("restore", Backup);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains($"Table {table} holds a row in partition zz!wave!00000 that is not in", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was written", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await storage.RowsAsync());
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_row_of_the_backup_that_has_other_content_in_the_storage_is_refused_and_stays(StorageForm form)
    {
        using var storage = await storages.EmptyAsync(form);
        await storage.Tables.RestoreAsync(Backup);
        var response = await storage.Tables.ScanAsync(StoreNames.Responses, "", "~", take: null, CancellationToken.None)
            .FirstAsync(row => ResponsesKeys.IsResponse(row.RowKey));
        response["Extra"] = 1;
        await storage.AddAsync(StoreNames.Responses, response);
        var before = await storage.RowsAsync();

        var run = await storage.RunAsync("restore", Backup);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"partition {response.PartitionKey} that is in the backup with other content", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await storage.RowsAsync());
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task People_come_back_and_no_session_link_or_key_does(StorageForm form)
    {
        using var storage = await storages.EmptyAsync(form);
        using var engine = storage.NewEngine();
        SessionKeys.MakeFirst(storage.Tables, TimeProvider.System);
        var sealing = (await storage.Tables.ScanAsync(StoreNames.SessionKeys, "", "~", take: null, CancellationToken.None).ToListAsync()).Single();
        // Twice: the second finds all of it there.
        for (var run = 0; run < 2; run++)
            Assert.Contains("no link or key holds", await storage.RunAsTextAsync("restore", Backup), StringComparison.Ordinal);

        Assert.Null(await storage.Tables.GetAsync(StoreNames.SessionKeys, sealing.PartitionKey, sealing.RowKey, CancellationToken.None));
        var people = await engine.People.ListAsync(backup.Invited.Tenant, CancellationToken.None);
        Assert.Equal([backup.Invited.Id, backup.Program.Id], people.Select(person => person.Id));
        Assert.All(people, person => Assert.Equal(("Diaz", new Grant(Role.Admin, null), null), (person.Name, person.Grant, person.RevokedAt)));
        Assert.NotEqual(backup.Invited.Stamp, people[0].Stamp);
        Assert.Null(await engine.People.RedeemAsync(people[0].Tenant, people[0].Id, backup.Link, "AcceptInvitation", CancellationToken.None));
        Assert.False(engine.People.IsRight(people[1], backup.Key));
        var renewed = await engine.People.RenewAsync(people[0].Tenant, people[0].Id, TimeSpan.FromDays(1), Actor.OfCommand("surveyctl people invite"), CancellationToken.None);
        Assert.NotNull(await engine.People.RedeemAsync(people[0].Tenant, people[0].Id, renewed!.Value.Secret, "AcceptInvitation", CancellationToken.None));

        var entries = await engine.Audit.ReadAsync(tenant: null, take: null, CancellationToken.None).ToListAsync();
        Assert.All(entries, entry => Assert.Equal((AuditAct.Restored, "surveyctl restore", null), (entry.Event.Act, entry.By.From, entry.Failed)));
        Assert.Equal(2, entries.Count);
        Assert.Contains(await engine.Audit.ReadAsync(people[0].Tenant, take: null, CancellationToken.None).ToListAsync(), entry => entry.Event.Act is AuditAct.Invited);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_transaction_that_reached_the_store_twice_is_no_other_writer(StorageForm form)
    {
        var rows = backup.Rows;
        using var storage = await storages.EmptyAsync(form);
        var tables = new FaultyTables(storage.Tables)
        {
            OnCommit = async (_, commit) =>
            {
                await commit();
                return await commit();
            },
        };

        await tables.RestoreAsync(Backup);

        Assert.Equal(rows, await storage.RowsAsync());
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Rows_as_large_and_as_many_as_a_store_takes_go_over(StorageForm form)
    {
        using var folder = new TemporaryFolder();
        var large = folder.File("backup");
        IReadOnlyList<string> rows;
        using (var source = await storages.EmptyAsync(StorageForm.Embedded))
        {
            for (var i = 0; i < 6; i++)
                await source.AddAsync(StoreNames.Definitions, Large($"large{i}"));
            foreach (var some in Enumerable.Range(0, 1_050).Chunk(TableLimits.MaxActions))
            {
                await source.Tables.CommitAsync(
                    StoreNames.Definitions,
                    [.. some.Select(i => new RowChange(RowChangeType.Add, new TableRow("t", $"small{i:D4}")))],
                    CancellationToken.None);
            }
            rows = await source.RowsAsync();
            await source.Tables.TakeAsync(large);
        }
        using var storage = await storages.EmptyAsync(form);

        await storage.Tables.RestoreAsync(large);

        Assert.Equal(1_056, rows.Count);
        Assert.Equal(rows, await storage.RowsAsync());

        static TableRow Large(string key)
        {
            var row = new TableRow("t", key);
            for (var i = 0; i < 15; i++)
                row[$"P{i}"] = Enumerable.Repeat((byte)i, TableLimits.MaxPropertyBytes).ToArray();
            return row;
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Who_writes_to_the_storage_meanwhile_is_told_and_nothing_of_it_is_overwritten(StorageForm form)
    {
        using var storage = await storages.EmptyAsync(form);
        var wasWritten = false;
        var tables = new FaultyTables(storage.Tables);
        tables.OnCommit = async (actions, commit) =>
        {
            if (!wasWritten)
            {
                wasWritten = true;
                var row = actions[0].Entity;
                await storage.AddAsync(StoreNames.Responses, new TableRow(row.PartitionKey, row.RowKey) { ["Mine"] = true });
            }
            return await commit();
        };

        var refused = await Assert.ThrowsAsync<CommandFailedException>(() => tables.RestoreAsync(Backup));

        Assert.Contains("Something else writes", refused.Message, StringComparison.Ordinal);
        Assert.Contains(await storage.RowsAsync(), row => row.EndsWith(": Mine Boolean True", StringComparison.Ordinal));
    }
}
