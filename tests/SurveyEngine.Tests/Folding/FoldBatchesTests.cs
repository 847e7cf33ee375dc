using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Folding;

public abstract class FoldBatchesTests(EngineFixture stores)
{
    public sealed class OnAzurite(AzuriteEngineFixture stores) : FoldBatchesTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : FoldBatchesTests(stores), IClassFixture<EmbeddedEngineFixture>;

    [Fact]
    public async Task A_fold_moves_batches_into_tallies_and_folding_again_changes_nothing()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 2);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        await SubmitAsync(engine, wave, 5);

        Assert.Equal(5, await engine.Fold.FoldAsync(partition, CancellationToken.None));
        var tallies = await engine.Fold.TallyAsync(partition, CancellationToken.None);
        Assert.Equal(0, await engine.Fold.FoldAsync(partition, CancellationToken.None));

        var responses = wave.Wave.Layout.ResponsesCell(slice: 0);
        Assert.Equal(3, tallies[wave.Schools[0].Id].Added[responses]);
        Assert.Equal(2, tallies[wave.Schools[1].Id].Added[responses]);
        Assert.All(tallies.Values, tally => Assert.All(tally.Withdrawn, count => Assert.Equal(0, count)));
        await AssertConsistentAsync(engine, wave, responses: 5, pending: 0);
    }

    [Fact]
    public async Task Many_folds_of_one_partition_at_once_count_every_response_once()
    {
        using var intake = stores.NewEngine();
        var wave = await TestWave.OpenAsync(intake, schools: 4);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        var folders = Enumerable.Range(0, 4).Select(_ => stores.NewEngine()).ToList();

        var submitted = Task.Run(async () =>
        {
            for (var round = 0; round < 20; round++)
                await SubmitAsync(intake, wave, 10);
        });
        var folded = await Task.WhenAll(folders.Select(async folder =>
        {
            var count = 0;
            while (!submitted.IsCompleted)
                count += await folder.Fold.FoldAsync(partition, CancellationToken.None);
            return count;
        }));
        await submitted;
        var last = await intake.Fold.FoldAsync(partition, CancellationToken.None);

        Assert.Equal(200, folded.Sum() + last);
        await AssertConsistentAsync(intake, wave, responses: 200, pending: 0);
        folders.ForEach(folder => folder.Dispose());
    }

    [Fact]
    public async Task A_fold_whose_reply_was_lost_can_be_done_again()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine, schools: 2);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        await SubmitAsync(engine, wave, 6);
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            await commit();
            throw new StoreUnavailableException("The reply was lost.");
        };

        await Assert.ThrowsAsync<StoreUnavailableException>(() => engine.Fold.FoldAsync(partition, CancellationToken.None));
        Assert.Equal(0, await engine.Fold.FoldAsync(partition, CancellationToken.None));

        await AssertConsistentAsync(engine, wave, responses: 6, pending: 0);
    }

    [Fact]
    public async Task A_fold_that_the_retry_below_sent_twice_counts_once()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine, schools: 2);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        await SubmitAsync(engine, wave, 6);
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            await commit();
            return await commit();
        };

        await engine.Fold.FoldAsync(partition, CancellationToken.None);

        await AssertConsistentAsync(engine, wave, responses: 6, pending: 0);
    }

    [Fact]
    public async Task Two_folds_of_different_batches_of_one_school_do_not_overwrite_each_other()
    {
        var slowTables = new FaultyTables(stores.Tables);
        var quickTables = new FaultyTables(stores.Tables);
        using var slow = stores.NewEngine(slowTables);
        using var quick = stores.NewEngine(quickTables);
        var wave = await TestWave.OpenAsync(slow, schools: 1);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        await SubmitAsync(slow, wave, 1);
        await slow.Fold.FoldAsync(partition, CancellationToken.None);
        // A batch whose key sorts last: the quick fold's first transaction will not hold it.
        await StoreAsync(wave, new string('g', 32));
        slowTables.OnCommit = async (_, commit) =>
        {
            slowTables.OnCommit = null;
            await Parallel.ForEachAsync(Enumerable.Range(0, 50), async (_, _) =>
            {
                using var alone = new AcceptResponses(stores.Tables, quick.Messages, TimeProvider.System);
                await alone.AcceptAsync(wave.Submission());
            });
            quickTables.OnCommit = (_, first) =>
            {
                quickTables.OnCommit = (_, _) => throw new StoreUnavailableException("The copy died after its first transaction.");
                return first();
            };
            await Assert.ThrowsAsync<StoreUnavailableException>(() => quick.Fold.FoldAsync(partition, CancellationToken.None));
            return await commit();
        };

        await slow.Fold.FoldAsync(partition, CancellationToken.None);

        await AssertConsistentAsync(slow, wave, responses: 52, pending: 0);
    }

    [Fact]
    public async Task A_backlog_of_more_batches_than_one_read_takes_is_folded_to_the_end()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 50);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        await SubmitAsync(engine, wave, 50);
        await engine.Fold.FoldAsync(partition, CancellationToken.None);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1020).Chunk(50),
            async (numbers, _) => await StoreAsync(wave, [.. numbers.Select(number => $"batch-{number:D4}")]));

        Assert.Equal(1020, await engine.Fold.FoldAsync(partition, CancellationToken.None));

        await AssertConsistentAsync(engine, wave, responses: 1070, pending: 0);
    }

    [Fact]
    public async Task Tallies_are_read_once_if_nothing_is_pending()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine, schools: 2);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        await SubmitAsync(engine, wave, 3);
        await engine.Fold.FoldAsync(partition, CancellationToken.None);
        var reads = new List<string>();
        tables.OnRead = from =>
        {
            reads.Add(from);
            return Task.CompletedTask;
        };

        var tallies = await engine.Fold.TallyAsync(partition, CancellationToken.None);

        Assert.Equal([ResponsesKeys.BatchesAndCounts.From], reads);
        Assert.Equal(2, tallies.Count);
        Assert.Equal(3, ResponsesIn(wave, tallies.Values));
    }

    [Fact]
    public async Task Tallies_hold_once_what_another_process_folds_while_they_are_read()
    {
        var tables = new FaultyTables(stores.Tables);
        using var slow = stores.NewEngine(tables);
        using var fast = stores.NewEngine();
        var wave = await TestWave.OpenAsync(slow, schools: 1);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        await SubmitAsync(slow, wave, 3);
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            await SubmitAsync(fast, wave, 2);
            await fast.Fold.FoldAsync(partition, CancellationToken.None);
            return await commit();
        };

        var tallies = await slow.Fold.TallyAsync(partition, CancellationToken.None);

        Assert.Equal(5, ResponsesIn(wave, tallies.Values));
    }

    [Fact]
    public async Task A_tally_of_another_layout_is_refused_and_nothing_is_folded()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 1);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        await SubmitAsync(engine, wave, 3);
        await engine.Fold.FoldAsync(partition, CancellationToken.None);
        await SubmitAsync(engine, wave, 1);
        await using var damage = await DamagedTally.OfAsync(stores.Tables, partition, wave.Schools[0].Id);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => engine.Fold.FoldAsync(partition, CancellationToken.None));

        Assert.Contains(DamagedTally.ForeignLayout, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partition_of_no_wave_or_of_another_tenants_is_refused()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 1);
        var foreign = new ResponsesPartition(new TenantId("somebody-else"), wave.Id, 0);
        var unknown = new ResponsesPartition(wave.Tenant, new WaveId("no-such-wave"), 0);

        await Assert.ThrowsAsync<UnknownWaveException>(() => engine.Fold.FoldAsync(foreign, CancellationToken.None));
        await Assert.ThrowsAsync<UnknownWaveException>(() => engine.Fold.FoldAsync(unknown, CancellationToken.None));
    }

    [Fact]
    public async Task Every_fold_of_a_full_bucket_is_one_transaction_of_at_most_100_rows()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine, schools: 50);
        await Parallel.ForEachAsync(Enumerable.Range(0, 60), async (i, _) =>
        {
            using var alone = new AcceptResponses(stores.Tables, engine.Messages, TimeProvider.System);
            await alone.AcceptAsync(wave.Submission(school: i % 50));
        });
        var sizes = new List<int>();
        tables.OnCommit = (actions, commit) =>
        {
            sizes.Add(actions.Count);
            return commit();
        };

        await engine.Fold.FoldAsync(wave.Wave.PartitionOf(wave.Schools[0]), CancellationToken.None);

        Assert.Equal(2, sizes.Count);
        Assert.All(sizes, size => Assert.InRange(size, 2, 100));
    }

    [Fact]
    public async Task Lone_responses_to_all_schools_in_turn_are_folded_school_after_school()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine, schools: 4);
        foreach (var numbers in Enumerable.Range(0, 120).Chunk(40))
            await StoreAsync(wave, [.. numbers.Select(number => $"batch-{number:D4}")]);
        var tallies = new List<string[]>();
        tables.OnCommit = (actions, commit) =>
        {
            var written = actions.Where(action => action.ActionType != RowChangeType.Delete);
            tallies.Add([.. written.Select(action => action.Entity.RowKey)]);
            return commit();
        };

        Assert.Equal(120, await engine.Fold.FoldAsync(wave.Wave.PartitionOf(wave.Schools[0]), CancellationToken.None));

        // 30 batches of each, at most 50 in a transaction: each tally is written once, or twice where its batches are split.
        string[] keys = [.. wave.Schools.Select(school => ResponsesKeys.Count(school.Id)).Order(StringComparer.Ordinal)];
        Assert.Equal([keys[..2], keys[1..], keys[3..]], tallies);
        await AssertConsistentAsync(engine, wave, responses: 120, pending: 0);
    }

    [Fact]
    public async Task A_batch_that_is_damaged_after_its_first_entry_is_not_folded_by_half()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 1);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        var entry = wave.Submission().Entry;
        var damaged = BatchRow.Of(partition, "damaged", wave.Wave.Layout.Hash, [entry, entry], DateTimeOffset.UnixEpoch);
        var sheet = damaged.GetBinary("Sheets0")!;
        damaged["Sheets0"] = sheet[..^1];
        await CommitAsync(new RowChange(RowChangeType.Add, damaged));

        await Assert.ThrowsAsync<FormatException>(() => engine.Fold.FoldAsync(partition, CancellationToken.None));

        Assert.Null(await stores.Tables.GetAsync(StoreNames.Responses, partition.Key, ResponsesKeys.Count(wave.Schools[0].Id), default));
        var pending = await stores.Tables.GetAsync(StoreNames.Responses, partition.Key, damaged.RowKey, default);
        await CommitAsync(new RowChange(RowChangeType.Delete, pending!, pending!.ETag));
    }

    [Fact]
    public async Task A_batch_of_another_layout_stops_no_transaction_but_its_own()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 1);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        foreach (var numbers in Enumerable.Range(0, 60).Chunk(40))
            await StoreAsync(wave, [.. numbers.Select(number => $"batch-{number:D4}")]);
        // Its key sorts first.
        var foreign = BatchRow.Of(partition, "another-layout", "0", [wave.Submission().Entry], DateTimeOffset.UnixEpoch);
        await CommitAsync(new RowChange(RowChangeType.Add, foreign));

        await Assert.ThrowsAsync<InvalidDataException>(() => engine.Fold.FoldAsync(partition, CancellationToken.None));

        var stored = await stores.Tables.GetAsync(StoreNames.Responses, partition.Key, foreign.RowKey, default);
        await CommitAsync(new RowChange(RowChangeType.Delete, stored!, stored!.ETag));
        await AssertConsistentAsync(engine, wave, responses: 60, pending: 10);
    }

    /// <summary>A response for each batch id, as intake stores it, but in a batch of this id; school after school.</summary>
    private async Task StoreAsync(TestWave wave, params string[] batchIds)
    {
        var actions = new List<RowChange>();
        foreach (var (number, batchId) in batchIds.Index())
        {
            var submission = wave.Submission(school: number % wave.Schools.Count);
            actions.Add(new(RowChangeType.Add, ResponseRow.Of(submission, batchId, TimeProvider.System.GetUtcNow())));
            actions.Add(new(
                RowChangeType.Add, BatchRow.Of(submission.Partition, batchId, submission.LayoutHash, [submission.Entry], DateTimeOffset.UnixEpoch)));
        }
        await CommitAsync([.. actions]);
    }

    private async Task CommitAsync(params RowChange[] actions) =>
        Assert.IsType<CommitResult.Committed>(await stores.Tables.CommitAsync(StoreNames.Responses, actions, CancellationToken.None));

    private static long ResponsesIn(TestWave wave, IEnumerable<SchoolTally> tallies) =>
        tallies.Sum(tally => tally.Added[wave.Wave.Layout.ResponsesCell(TallyLayout.Everyone)]);

    private static Task<IntakeOutcome[]> SubmitAsync(Engine engine, TestWave wave, int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => engine.Accept.AcceptAsync(wave.Submission(school: i % wave.Schools.Count))));

    private static async Task AssertConsistentAsync(Engine engine, TestWave wave, int responses, int pending)
    {
        var verified = await engine.Verify.VerifyAsync(wave.Wave, wave.Wave.PartitionOf(wave.Schools[0]), CancellationToken.None);
        Assert.Empty(verified.Discrepancies);
        Assert.Equal((responses, pending), (verified.Responses, verified.Pending));
    }
}
