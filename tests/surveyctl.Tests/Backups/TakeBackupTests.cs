using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace Surveyctl.Tests.Backups;

[Collection(WholeStorages.Name)]
public sealed class TakeBackupTests(WholeStorages storages) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Enough, and of different minds, for figures of a release.</summary>
    private const int Shown = 20;

    private string Backup => _folder.File("backup");

    public static TheoryData<StorageForm> Forms => [StorageForm.Azure, StorageForm.Embedded];

    public static TheoryData<StorageForm, string> FormsAndTables => new MatrixTheoryData<StorageForm, string>(
        [StorageForm.Azure, StorageForm.Embedded], [StoreNames.Waves, StoreNames.Definitions, StoreNames.Results, StoreNames.Pages, StoreNames.Blocks, StoreNames.Responses]);

    [Theory, MemberData(nameof(Forms))]
    public async Task A_partition_that_is_answered_and_folded_while_it_is_read_is_read_again_and_adds_up(StorageForm form)
    {
        using var storage = await storages.EmptyAsync(form);
        using var engine = storage.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        await AnswerAsync(engine, wave, 0, 1);
        var tables = new FaultyTables(storage.Tables);
        var disturbances = 0;
        tables.OnRead = async from =>
        {
            if (from != ResponsesKeys.Responses.From || disturbances++ > 2)
                return;
            await AnswerAsync(engine, wave, 1, 2);
            await engine.Fold.FoldAsync(wave.Submission().Partition, CancellationToken.None);
        };

        await tables.TakeAsync(Backup);

        Assert.Equal(4, disturbances);
        using var restored = await RestoreAsync();
        using var other = restored.NewEngine();
        Assert.Equal(8, await other.RecountAsync());
        Assert.Equal(await storage.RowsAsync(), await restored.RowsAsync());
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_partition_that_never_rests_ends_the_backup_with_advice_and_leaves_no_folder(StorageForm form)
    {
        using var storage = await storages.EmptyAsync(form);
        using var engine = storage.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        await AnswerAsync(engine, wave, 0);
        var tables = new FaultyTables(storage.Tables);
        tables.OnRead = from => from == ResponsesKeys.Responses.From ? AnswerAsync(engine, wave, 0) : Task.CompletedTask;

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => tables.TakeAsync(Backup));

        Assert.Contains("when fewer answers come in", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Backup));
    }

    /// <summary>What happens just before a table is read, all at once: the worst place that a backup can be in.</summary>
    [Theory, MemberData(nameof(FormsAndTables))]
    public async Task Whatever_happens_between_two_tables_all_that_is_named_in_the_backup_is_in_it(StorageForm form, string table)
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        using var storage = await storages.EmptyAsync(form);
        using var engine = storage.NewEngine(time: time);
        var (closing, open) = (await TestWave.OpenAsync(engine, schools: 60), await TestWave.OpenAsync(engine));
        await AnswerAsync(engine, closing, 0, 59);
        await AnswerForFiguresAsync(engine, open);
        await engine.Release.RunAsync(open.Wave, CancellationToken.None);
        await engine.States.CloseAsync(closing.Wave, CancellationToken.None);
        time.Advance(ChangeWaveState.ClosingTime);
        TestWave? late = null;
        var tables = new FaultyTables(storage.Tables);
        tables.OnScan = async scanned =>
        {
            if (scanned != table || late is not null)
                return;
            late = await TestWave.OpenAsync(engine);
            await AnswerForFiguresAsync(engine, late);
            await AnswerForFiguresAsync(engine, open);
            foreach (var wave in new[] { late, open })
                await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
            await engine.FoldAll.FoldAsync(CancellationToken.None);
        };

        var taken = await tables.TakeAsync(Backup);

        using var restored = await RestoreAsync();
        using var other = restored.NewEngine();
        var isLateIn = table == StoreNames.Waves;
        Assert.Equal(2 + ((isLateIn ? 3 : 2) * Shown), await other.RecountAsync());
        Assert.Equal(isLateIn ? [] : [WavesKeys.Partition(late!.Tenant, late.Id)], taken.LeftOut);
        foreach (var (id, tenant) in await other.Index.ListAsync(CancellationToken.None))
        {
            var wave = await other.Waves.RequireAsync(tenant, id, CancellationToken.None);
            Assert.Equal(wave.Schools, (await other.Waves.FirstSchoolsAsync(wave, 100, CancellationToken.None)).Count);
            Assert.NotNull(await other.Definitions.FindWaveAsync(tenant, id, CancellationToken.None));
            await RequireReleaseIsMadeOfWhatIsThereAsync(other, wave);
            if (wave.State == WaveState.Settled)
                Assert.Empty(await PendingAsync(restored, wave));
        }
        // What is left out must not be met by a wave of that id that opens later.
        if (!isLateIn)
            Assert.DoesNotContain(await restored.RowsAsync(), row => row.Contains($"{late!.Tenant}!", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_folder_is_for_its_owner_alone_and_a_full_one_is_refused()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Azure);
        using var engine = storage.NewEngine();
        await TestWave.OpenAsync(engine);

        var run = await storage.RunAsync("backup", Backup);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(
            ["Audit.jsonl.gz", "Blocks.jsonl.gz", "Definitions.jsonl.gz", "Pages.jsonl.gz", "People.jsonl.gz", "Responses.jsonl.gz", "Results.jsonl.gz", "Waves.jsonl.gz", "backup.json"],
            _folder.Files.Where(File.Exists).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        // The account's key, and its name.
        Assert.DoesNotContain("devstoreaccount", await File.ReadAllTextAsync(Path.Combine(Backup, "backup.json")), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Backup));
            foreach (var file in Directory.GetFiles(Backup))
                Assert.Equal(Owner, File.GetUnixFileMode(file));
        }

        var before = Directory.GetFiles(Backup).Select(File.GetLastWriteTimeUtc).ToList();
        foreach (var taken in new[] { Backup, Path.Combine(Backup, "backup.json") })
        {
            var refused = await storage.RunAsync("backup", taken);
            Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
            Assert.Contains("name a new folder", refused.Errors, StringComparison.Ordinal);
        }
        Assert.Equal(before, Directory.GetFiles(Backup).Select(File.GetLastWriteTimeUtc));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task AnswerAsync(Engine engine, TestWave wave, params int[] schools)
    {
        foreach (var school in schools)
            Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(wave.Submission(school)));
    }

    private static async Task AnswerForFiguresAsync(Engine engine, TestWave wave)
    {
        for (var i = 0; i < Shown; i++)
        {
            var answers = i % 2 == 0
                ? """{"overall":"favorable","welcome":"agree","left-out":"disagree"}"""
                : """{"overall":"unfavorable","welcome":"disagree","left-out":"agree"}""";
            Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(wave.Submission(0, answers)));
        }
    }

    private static async Task RequireReleaseIsMadeOfWhatIsThereAsync(Engine engine, Wave wave)
    {
        if (await engine.Results.FindReleaseAsync(wave, CancellationToken.None) is not { } release)
            return;
        var shown = await engine.Results.FindAsync(wave, release, wave.Root, CancellationToken.None);
        Assert.NotNull(shown?.Headline);
        // Every release here shows more than the one before, so that it has frozen a block.
        var block = BlocksKeys.Row(BlocksKeys.School(new ScopeId("school-000")), release);
        Assert.NotNull(await engine.Tables.GetAsync(StoreNames.Blocks, wave.Partitions.First().Key, block, CancellationToken.None));
        var responses = 0;
        foreach (var partition in wave.Partitions)
            responses += (await engine.Verify.VerifyAsync(wave, partition, CancellationToken.None)).Responses;
        Assert.InRange(shown.Headline.N!.Value, Shown, responses);
    }

    private static async Task<IReadOnlyList<string>> PendingAsync(WholeStorage storage, Wave wave)
    {
        var pending = new List<string>();
        var range = ResponsesKeys.Batches;
        foreach (var partition in wave.Partitions)
        {
            await foreach (var row in storage.Tables.QueryAsync(
                StoreNames.Responses, partition.Key, range.From, range.To, take: null, CancellationToken.None))
            {
                pending.Add(row.RowKey);
            }
        }
        return pending;
    }

    /// <summary>Into a file: it is there as fast as it can be.</summary>
    private async Task<WholeStorage> RestoreAsync()
    {
        var restored = await storages.EmptyAsync(StorageForm.Embedded);
        await restored.Tables.RestoreAsync(Backup);
        return restored;
    }
}
