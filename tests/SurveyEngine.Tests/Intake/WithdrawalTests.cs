using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Answers;
using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Intake;

public abstract class WithdrawalTests(EngineFixture stores)
{
    public sealed class OnAzurite(AzuriteEngineFixture stores) : WithdrawalTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : WithdrawalTests(stores), IClassFixture<EmbeddedEngineFixture>;

    private const string Pleased = """{"overall":"very-favorable","welcome":"agree","home-language":"arabic"}""";
    private const string Displeased = """{"overall":"very-unfavorable"}""";

    private enum Step
    {
        Submit,
        SubmitOther,
        Withdraw,
    }

    /// <summary>Three ways to act on an id, up to four times, in every order: 120 lives of a response.</summary>
    [Fact]
    public async Task Every_order_of_submitting_retrying_and_withdrawing_ends_as_it_should()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var lives = Enumerable.Range(1, 4).SelectMany(Sequences).ToList();
        Assert.Equal(120, lives.Count);

        // All at once: they share commits, and some of them a transaction with withdrawals of others.
        var ends = await Task.WhenAll(lives.Select(life => LiveAsync(engine, wave, life)));

        var live = ends.Count(end => end.Content is not null);
        await AssertCountedAsync(engine, wave, live, ends.Length - live);
        var tally = await TallyAsync(engine, wave);
        var responses = wave.Wave.Layout.ResponsesCell(TallyLayout.Everyone);
        Assert.Equal(ends.Count(end => end.WasStored), tally.Added[responses]);
        Assert.Equal(ends.Count(end => end.WasStored && end.Content is null), tally.Withdrawn[responses]);
    }

    [Fact]
    public async Task A_tombstone_tells_its_school_and_nothing_else()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var stored = wave.Submission(1, """{"overall":"favorable","more":"Thank you"}""");
        await engine.Accept.AcceptAsync(stored);

        await engine.Accept.WithdrawAsync(Of(wave, stored));
        var neverSeen = new Withdrawal(wave.Wave, 0, new ResponseId(Guid.NewGuid()));
        await engine.Accept.WithdrawAsync(neverSeen);

        var row = await RowAsync(wave, stored.Id);
        Assert.Equal(["Batch", "School", "Withdrawn"], row!.Keys.Order());
        Assert.Equal("school-001", row.GetString("School"));
        Assert.Equal(["Batch", "Withdrawn"], (await RowAsync(wave, neverSeen.Id))!.Keys.Order());
    }

    [Fact]
    public async Task A_withdrawal_takes_out_exactly_what_its_response_added()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var kept = wave.Submission(0, Pleased, channel: Channel.Qr);
        var withdrawn = wave.Submission(0, Displeased);
        await engine.Accept.AcceptAsync(kept);
        await engine.Accept.AcceptAsync(withdrawn);
        await engine.Accept.WithdrawAsync(Of(wave, withdrawn));

        var left = new long[wave.Wave.Layout.CellCount];
        (await TallyAsync(engine, wave)).AddNetTo(left);

        var alone = new long[left.Length];
        wave.Wave.Layout.Add(kept.Entry, alone);
        Assert.Equal(alone, left);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Many_withdrawals_at_once_from_two_copies_count_once(bool isFolded)
    {
        using var one = stores.NewEngine();
        using var other = stores.NewEngine();
        var wave = await TestWave.OpenAsync(one);
        var submission = wave.Submission(0, Pleased);
        await one.Accept.AcceptAsync(submission);
        if (isFolded)
            await one.Fold.FoldAsync(submission.Partition, CancellationToken.None);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : other).Accept.WithdrawAsync(Of(wave, submission))));

        Assert.All(outcomes, outcome => Assert.Equal(IntakeOutcome.Withdrawn, outcome));
        await AssertCountedAsync(one, wave, responses: 0, withdrawn: 1);
    }

    [Fact]
    public async Task Submissions_and_withdrawals_of_one_id_at_once_from_two_copies_leave_no_answers()
    {
        using var one = stores.NewEngine();
        using var other = stores.NewEngine();
        var wave = await TestWave.OpenAsync(one);
        var ids = Enumerable.Range(0, 30).Select(_ => new ResponseId(Guid.NewGuid())).ToList();

        var outcomes = await Task.WhenAll(ids.SelectMany((id, i) => new[]
        {
            (i % 2 == 0 ? one : other).Accept.AcceptAsync(wave.Submission(i % 3, Pleased, id)),
            (i % 3 == 0 ? one : other).Accept.WithdrawAsync(new Withdrawal(wave.Wave, 0, id)),
            (i % 5 == 0 ? one : other).Accept.AcceptAsync(wave.Submission(i % 3, Pleased, id)),
        }));

        Assert.All(outcomes, outcome => Assert.NotEqual(IntakeOutcome.Conflict, outcome));
        await AssertCountedAsync(one, wave, responses: 0, withdrawn: ids.Count);
    }

    [Fact]
    public async Task Responses_and_withdrawals_share_a_transaction()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var stored = Enumerable.Range(0, 10).Select(i => wave.Submission(i % 3, Pleased)).ToList();
        foreach (var submission in stored)
            await engine.Accept.AcceptAsync(submission);
        var release = new TaskCompletionSource();
        tables.OnCommit = async (_, commit) =>
        {
            await release.Task;
            return await commit();
        };
        var before = tables.Commits;

        List<Task<IntakeOutcome>> outcomes = [engine.Accept.AcceptAsync(wave.Submission())];
        outcomes.AddRange(stored.Select(submission => engine.Accept.WithdrawAsync(Of(wave, submission))));
        outcomes.AddRange(Enumerable.Range(0, 5).Select(_ => engine.Accept.AcceptAsync(wave.Submission(1, Displeased))));
        release.SetResult();
        await Task.WhenAll(outcomes);

        // The one that opened the lane, then all the others.
        Assert.Equal(2, tables.Commits - before);
        await AssertCountedAsync(engine, wave, responses: 6, withdrawn: 10);
    }

    [Fact]
    public async Task A_withdrawal_whose_reply_was_lost_is_acknowledged_and_counted_once()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var submission = wave.Submission(0, Pleased);
        await engine.Accept.AcceptAsync(submission);
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            await commit();
            throw new StoreUnavailableException("The reply was lost.");
        };

        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.WithdrawAsync(Of(wave, submission)));

        await AssertCountedAsync(engine, wave, responses: 0, withdrawn: 1);
    }

    [Fact]
    public async Task A_withdrawal_that_the_retry_below_sent_twice_is_counted_once()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var submission = wave.Submission(0, Pleased);
        await engine.Accept.AcceptAsync(submission);
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            await commit();
            return await commit();
        };

        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.WithdrawAsync(Of(wave, submission)));

        await AssertCountedAsync(engine, wave, responses: 0, withdrawn: 1);
    }

    [Fact]
    public async Task A_submission_withdrawn_before_its_own_commit_was_settled_is_not_stored_again()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        using var other = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var submission = wave.Submission(0, Pleased);
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            await commit();
            // The row that would tell whose batch it is has become another copy's tombstone.
            await other.Accept.WithdrawAsync(Of(wave, submission));
            throw new StoreUnavailableException("The reply was lost.");
        };

        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.AcceptAsync(submission));

        await AssertCountedAsync(engine, wave, responses: 0, withdrawn: 1);
    }

    [Fact]
    public async Task A_response_stored_between_the_reading_and_the_commit_of_its_withdrawal_is_withdrawn()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        using var other = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var submission = wave.Submission(0, Pleased);
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            await other.Accept.AcceptAsync(submission);
            return await commit();
        };

        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.WithdrawAsync(Of(wave, submission)));

        Assert.True(ResponseRow.IsWithdrawn((await RowAsync(wave, submission.Id))!));
        await AssertCountedAsync(engine, wave, responses: 0, withdrawn: 1);
    }

    [Fact]
    public async Task A_response_that_cannot_be_read_fails_its_own_withdrawal_alone()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var (damaged, sound) = (wave.Submission(0, Pleased), wave.Submission(1, Pleased));
        await engine.Accept.AcceptAsync(damaged);
        await engine.Accept.AcceptAsync(sound);
        var row = (await RowAsync(wave, damaged.Id))!;
        row["Answers"] = "{";
        await stores.Tables.CommitAsync(
            StoreNames.Responses, [new(RowChangeType.UpdateReplace, row, row.ETag)], CancellationToken.None);
        var release = new TaskCompletionSource();
        tables.OnCommit = async (_, commit) =>
        {
            await release.Task;
            return await commit();
        };

        // The first opens the lane; the other two wait together.
        var opener = engine.Accept.AcceptAsync(wave.Submission());
        var outcomes = new[] { engine.Accept.WithdrawAsync(Of(wave, damaged)), engine.Accept.WithdrawAsync(Of(wave, sound)) };
        release.SetResult();

        Assert.Equal(IntakeOutcome.Accepted, await opener);
        await Assert.ThrowsAsync<FormatException>(() => outcomes[0]);
        Assert.Equal(IntakeOutcome.Withdrawn, await outcomes[1]);
        Assert.False(ResponseRow.IsWithdrawn((await RowAsync(wave, damaged.Id))!));
    }

    [Fact]
    public async Task A_withdrawal_whose_reading_takes_too_long_keeps_nothing_from_settling()
    {
        var time = new ManualTimeProvider();
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables, time: time);
        var wave = await TestWave.OpenAsync(engine);
        var stored = wave.Submission(0, Pleased);
        await engine.Accept.AcceptAsync(stored);
        var late = wave.Submission(1, Pleased);
        var release = new TaskCompletionSource();
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            await release.Task;
            return await commit();
        };
        tables.OnRead = _ =>
        {
            tables.OnRead = null;
            time.Advance(ChangeWaveState.LongestAcceptance);
            return Task.CompletedTask;
        };

        // The first opens the lane; the other two share a batch.
        var opener = engine.Accept.AcceptAsync(wave.Submission());
        var waiting = new[] { engine.Accept.WithdrawAsync(Of(wave, stored)), engine.Accept.AcceptAsync(late) };
        release.SetResult();

        Assert.Equal(IntakeOutcome.Accepted, await opener);
        foreach (var one in waiting)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => one);
        Assert.Null(await RowAsync(wave, late.Id));
        Assert.False(ResponseRow.IsWithdrawn((await RowAsync(wave, stored.Id))!));
    }

    [Fact]
    public async Task A_read_that_fails_is_the_answer_to_its_own_withdrawal_alone()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var stored = wave.Submission(0, Pleased);
        await engine.Accept.AcceptAsync(stored);
        var release = new TaskCompletionSource();
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            await release.Task;
            return await commit();
        };
        tables.OnRead = _ => throw new StoreUnavailableException("Away.");

        var opener = engine.Accept.AcceptAsync(wave.Submission());
        var withdrawal = engine.Accept.WithdrawAsync(Of(wave, stored));
        var neighbour = engine.Accept.AcceptAsync(wave.Submission(1, Pleased));
        release.SetResult();

        Assert.Equal(IntakeOutcome.Accepted, await opener);
        Assert.Equal(IntakeOutcome.Accepted, await neighbour);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => withdrawal);
    }

    [Fact]
    public async Task What_is_stored_is_told_without_storing_anything()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var id = new ResponseId(Guid.NewGuid());
        var submission = wave.Submission(0, Pleased, id);

        Assert.Null(await engine.Accept.FindStoredAsync(submission, CancellationToken.None));
        Assert.False(await engine.Accept.IsWithdrawnAsync(Of(wave, submission), CancellationToken.None));
        await engine.Accept.AcceptAsync(submission);
        Assert.Equal(IntakeOutcome.Replayed, await engine.Accept.FindStoredAsync(submission, CancellationToken.None));
        Assert.Null(await engine.Accept.FindStoredAsync(wave.Submission(0, Displeased, id), CancellationToken.None));
        Assert.False(await engine.Accept.IsWithdrawnAsync(Of(wave, submission), CancellationToken.None));
        await engine.Accept.WithdrawAsync(Of(wave, submission));
        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.FindStoredAsync(submission, CancellationToken.None));
        Assert.True(await engine.Accept.IsWithdrawnAsync(Of(wave, submission), CancellationToken.None));
    }

    [Fact]
    public async Task A_receipt_of_another_wave_names_a_bucket_this_one_may_not_have()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Withdrawal(wave.Wave, wave.Wave.Buckets, new ResponseId(Guid.NewGuid())));
    }

    /// <summary>Takes the steps one after the other and holds each answer against what the id's life so far makes of it.</summary>
    private static async Task<LifeEnd> LiveAsync(Engine engine, TestWave wave, IReadOnlyList<Step> life)
    {
        var id = new ResponseId(Guid.NewGuid());
        var (content, wasStored, isWithdrawn) = ((Step?)null, false, false);
        foreach (var step in life)
        {
            if (step == Step.Withdraw)
            {
                Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.WithdrawAsync(new Withdrawal(wave.Wave, 0, id)));
                (content, isWithdrawn) = (null, true);
                continue;
            }
            var expected = isWithdrawn ? IntakeOutcome.Withdrawn
                : content is null ? IntakeOutcome.Accepted
                : content == step ? IntakeOutcome.Replayed
                : IntakeOutcome.Conflict;
            var answers = step == Step.Submit ? Pleased : Displeased;
            Assert.Equal(expected, await engine.Accept.AcceptAsync(wave.Submission(0, answers, id)));
            if (expected == IntakeOutcome.Accepted)
                (content, wasStored) = (step, true);
        }
        return new LifeEnd(content, wasStored);
    }

    private static IEnumerable<IReadOnlyList<Step>> Sequences(int length) =>
        length == 0
            ? [[]]
            : Sequences(length - 1).SelectMany(life => Enum.GetValues<Step>().Select(step => (IReadOnlyList<Step>)[.. life, step]));

    private static Withdrawal Of(TestWave wave, Submission submission) => new(wave.Wave, submission.Partition.Bucket, submission.Id);

    private async Task<TableRow?> RowAsync(TestWave wave, ResponseId id) =>
        await stores.Tables.GetAsync(
            StoreNames.Responses, wave.Wave.PartitionOf(wave.Schools[0]).Key, ResponsesKeys.Response(id), CancellationToken.None);

    private static async Task<SchoolTally> TallyAsync(Engine engine, TestWave wave)
    {
        var tallies = await engine.Fold.TallyAsync(wave.Wave.PartitionOf(wave.Schools[0]), CancellationToken.None);
        return tallies[wave.Schools[0].Id];
    }

    private static async Task AssertCountedAsync(Engine engine, TestWave wave, int responses, int withdrawn)
    {
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        var pending = await engine.Verify.VerifyAsync(wave.Wave, partition, CancellationToken.None);
        Assert.Empty(pending.Discrepancies);
        Assert.Equal((responses, withdrawn), (pending.Responses, pending.Withdrawn));
        await engine.Fold.FoldAsync(partition, CancellationToken.None);
        var folded = await engine.Verify.VerifyAsync(wave.Wave, partition, CancellationToken.None);
        Assert.Empty(folded.Discrepancies);
        Assert.Equal((responses, withdrawn, 0), (folded.Responses, folded.Withdrawn, folded.Pending));
    }

    /// <param name="Content">Null: withdrawn.</param>
    private sealed record LifeEnd(Step? Content, bool WasStored);
}
