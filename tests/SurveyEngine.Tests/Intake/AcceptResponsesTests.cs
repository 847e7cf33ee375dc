using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Answers;
using Surveys.Ids;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Intake;

public abstract class AcceptResponsesTests(EngineFixture stores)
{
    public sealed class OnAzurite(AzuriteEngineFixture stores) : AcceptResponsesTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : AcceptResponsesTests(stores), IClassFixture<EmbeddedEngineFixture>;

    private const string Pleased = """{"overall":"very-favorable","welcome":"agree","home-language":"arabic"}""";
    private const string Displeased = """{"overall":"very-unfavorable"}""";

    [Fact]
    public async Task A_response_is_one_row_that_tells_no_more_than_the_hour()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 2, 14, 37, 12, TimeSpan.Zero));
        using var engine = stores.NewEngine(time: time);
        var wave = await TestWave.OpenAsync(engine);
        var submission = wave.Submission(answers: """{"overall":"favorable","more":"شكرًا \"all\" of you\nagain"}""", channel: Channel.Qr);

        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(submission));

        var row = await RowAsync(submission);
        Assert.NotNull(row);
        Assert.Equal("school-000", row.GetString("School"));
        Assert.Equal("en", row.GetString("Language"));
        Assert.Equal("qr", row.GetString("Channel"));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 14, 0, 0, TimeSpan.Zero), row.GetDateTimeOffset("Received"));
        Assert.Equal("""{"overall":"favorable","more":"شكرًا \"all\" of you\nagain"}""", row.GetString("Answers"));
        Assert.Equal(["Answers", "Batch", "Channel", "ContentHash", "Language", "Received", "School"], row.Keys.Order());
    }

    [Fact]
    public async Task A_replayed_response_is_stored_once()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var id = new ResponseId(Guid.NewGuid());

        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(wave.Submission(0, Pleased, id)));
        Assert.Equal(IntakeOutcome.Replayed, await engine.Accept.AcceptAsync(wave.Submission(0, Pleased, id)));

        await AssertCountedAsync(engine, wave, responses: 1);
    }

    [Fact]
    public async Task Other_answers_or_another_school_under_the_same_id_are_a_conflict_and_change_nothing()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var id = new ResponseId(Guid.NewGuid());
        await engine.Accept.AcceptAsync(wave.Submission(0, Pleased, id));

        Assert.Equal(IntakeOutcome.Conflict, await engine.Accept.AcceptAsync(wave.Submission(0, Displeased, id)));
        Assert.Equal(IntakeOutcome.Conflict, await engine.Accept.AcceptAsync(wave.Submission(1, Pleased, id)));

        Assert.Contains("very-favorable", (await RowAsync(wave.Submission(0, Pleased, id)))!.GetString("Answers"), StringComparison.Ordinal);
        await AssertCountedAsync(engine, wave, responses: 1);
    }

    [Fact]
    public async Task The_same_id_many_times_at_once_from_two_copies_of_the_app_is_one_response()
    {
        using var one = stores.NewEngine();
        using var other = stores.NewEngine();
        var wave = await TestWave.OpenAsync(one);
        var id = new ResponseId(Guid.NewGuid());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(i => (i % 2 == 0 ? one : other).Accept.AcceptAsync(wave.Submission(0, Pleased, id))));

        Assert.Single(outcomes, IntakeOutcome.Accepted);
        Assert.Equal(19, outcomes.Count(outcome => outcome == IntakeOutcome.Replayed));
        await AssertCountedAsync(one, wave, responses: 1);
    }

    [Fact]
    public async Task What_arrives_during_a_commit_shares_the_next_one()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var release = new TaskCompletionSource();
        tables.OnCommit = async (_, commit) =>
        {
            await release.Task;
            return await commit();
        };
        var before = tables.Commits;

        var accepts = Enumerable.Range(0, 250).Select(i => engine.Accept.AcceptAsync(wave.Submission(i % 3, Pleased))).ToList();
        release.SetResult();

        Assert.All(await Task.WhenAll(accepts), outcome => Assert.Equal(IntakeOutcome.Accepted, outcome));
        // One alone, then full transactions of 99, 99 and the last 51.
        Assert.Equal(4, tables.Commits - before);
        await AssertCountedAsync(engine, wave, responses: 250);
    }

    [Fact]
    public async Task A_batch_with_one_conflict_commits_all_the_others()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var taken = new ResponseId(Guid.NewGuid());
        await engine.Accept.AcceptAsync(wave.Submission(0, Pleased, taken));

        var outcomes = await InOneBatchAsync(
            tables, engine, [wave.Submission(0), wave.Submission(1), wave.Submission(0, Displeased, taken), wave.Submission(2), wave.Submission(0, Pleased, taken)]);

        Assert.Equal(
            [IntakeOutcome.Accepted, IntakeOutcome.Accepted, IntakeOutcome.Conflict, IntakeOutcome.Accepted, IntakeOutcome.Replayed], outcomes);
        await AssertCountedAsync(engine, wave, responses: 4);
    }

    [Fact]
    public async Task A_commit_whose_reply_was_lost_is_acknowledged_and_not_repeated()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            await commit();
            throw new StoreUnavailableException("The reply was lost.");
        };

        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(wave.Submission(0, Pleased)));

        await AssertCountedAsync(engine, wave, responses: 1);
    }

    [Fact]
    public async Task A_commit_that_the_retry_below_sent_twice_is_acknowledged()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            await commit();
            return await commit();
        };

        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(wave.Submission(0, Pleased)));

        await AssertCountedAsync(engine, wave, responses: 1);
    }

    [Fact]
    public async Task A_commit_that_never_arrived_is_tried_again()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        tables.OnCommit = (_, _) =>
        {
            tables.OnCommit = null;
            throw new StoreUnavailableException("The request was lost.");
        };

        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(wave.Submission(0, Pleased)));

        await AssertCountedAsync(engine, wave, responses: 1);
    }

    [Fact]
    public async Task A_commit_that_lands_after_it_was_given_up_is_counted_once()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        Func<Task<CommitResult>>? late = null;
        tables.OnCommit = (_, first) =>
        {
            late = first;
            tables.OnCommit = async (_, second) =>
            {
                tables.OnCommit = null;
                await late!();
                return await second();
            };
            throw new StoreUnavailableException("No answer in time.");
        };

        // The first attempt's row is there with the same content, under a batch that is not the second attempt's.
        Assert.Equal(IntakeOutcome.Replayed, await engine.Accept.AcceptAsync(wave.Submission(0, Pleased)));

        await AssertCountedAsync(engine, wave, responses: 1);
    }

    [Fact]
    public async Task A_row_of_another_batch_does_not_acknowledge_the_rest_of_ours()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        using var other = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var shared = wave.Submission(0, Pleased);
        var alone = wave.Submission(1, Displeased);

        var first = true;
        var outcomes = await InOneBatchAsync(tables, engine, [shared, alone], around: async (commit) =>
        {
            if (!first)
                return await commit();
            first = false;
            // Another copy stores one of the two, then our own commit is lost without a trace.
            await other.Accept.AcceptAsync(wave.Submission(0, Pleased, shared.Id));
            throw new StoreUnavailableException("The request was lost.");
        });

        Assert.Equal([IntakeOutcome.Replayed, IntakeOutcome.Accepted], outcomes);
        Assert.NotNull(await RowAsync(alone));
        await AssertCountedAsync(engine, wave, responses: 2);
    }

    [Fact]
    public async Task A_store_that_stays_away_is_an_error_and_nothing_is_acknowledged()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        tables.OnCommit = (_, _) => throw new StoreUnavailableException("Away.");
        var submission = wave.Submission(0, Pleased);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => engine.Accept.AcceptAsync(submission));

        tables.OnCommit = null;
        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(wave.Submission(0, Pleased, submission.Id)));
        await AssertCountedAsync(engine, wave, responses: 1);
    }

    [Fact]
    public async Task A_row_that_the_store_refuses_is_answered_alone()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var bad = wave.Submission(1, Pleased);

        var outcomes = await InOneBatchAsync(tables, engine, [wave.Submission(0), bad, wave.Submission(2)], refused: [bad]);

        Assert.Equal([IntakeOutcome.Accepted, IntakeOutcome.Refused, IntakeOutcome.Accepted], outcomes);
        await AssertCountedAsync(engine, wave, responses: 2);
    }

    [Fact]
    public async Task Many_refused_rows_in_one_batch_cost_the_others_nothing()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var submissions = Enumerable.Range(0, 20).Select(i => wave.Submission(i % 3)).ToList();
        var bad = submissions.Where((_, i) => i % 3 == 0).ToList();

        var outcomes = await InOneBatchAsync(tables, engine, submissions, refused: bad);

        Assert.Equal(bad.Count, outcomes.Count(outcome => outcome == IntakeOutcome.Refused));
        Assert.Equal(submissions.Count - bad.Count, outcomes.Count(outcome => outcome == IntakeOutcome.Accepted));
        await AssertCountedAsync(engine, wave, responses: submissions.Count - bad.Count);
    }

    [Fact]
    public async Task A_response_that_has_waited_too_long_is_not_stored_any_more()
    {
        var time = new ManualTimeProvider();
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables, time: time);
        var wave = await TestWave.OpenAsync(engine);
        var submission = wave.Submission();
        tables.OnCommit = (_, _) =>
        {
            tables.OnCommit = null;
            time.Advance(ChangeWaveState.LongestAcceptance);
            throw new StoreUnavailableException("Throttled for long.");
        };

        await Assert.ThrowsAsync<StoreUnavailableException>(() => engine.Accept.AcceptAsync(submission));

        Assert.Null(await RowAsync(submission));
        Assert.Null(await engine.Accept.FindStoredAsync(submission, CancellationToken.None));
        Assert.True(ChangeWaveState.LongestAcceptance + WaveCache.StateLifetime < ChangeWaveState.ClosingTime);
    }

    [Fact]
    public async Task An_attempt_that_hangs_is_given_up_and_settled_by_reading()
    {
        var time = new ManualTimeProvider();
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables, time: time);
        var wave = await TestWave.OpenAsync(engine);
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            await commit();
            // The reply never comes; the attempt's own limit ends the wait.
            var limit = new TaskCompletionSource<CommitResult>();
            using var registration = tables.LastToken.Register(() => limit.TrySetCanceled());
            time.Advance(TimeSpan.FromSeconds(31));
            return await limit.Task;
        };

        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(wave.Submission(0, Pleased)));

        await AssertCountedAsync(engine, wave, responses: 1);
    }

    [Fact]
    public async Task Too_many_waiting_responses_are_told_to_come_back()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var release = new TaskCompletionSource();
        tables.OnCommit = async (_, commit) =>
        {
            await release.Task;
            return await commit();
        };
        var submission = wave.Submission();
        var waiting = Enumerable.Range(0, AcceptResponses.MostWaiting).Select(_ => engine.Accept.AcceptAsync(submission)).ToList();

        Assert.Equal(IntakeOutcome.Busy, await engine.Accept.AcceptAsync(wave.Submission()));

        // Each of them is the same id, so each waits for the one before it: give up on most.
        tables.OnCommit = (_, _) => throw new StoreUnavailableException("Enough.");
        tables.OnRead = _ => throw new StoreUnavailableException("Enough.");
        release.SetResult();
        await Task.WhenAll(waiting).ContinueWith(static _ => { }, TaskScheduler.Default);
        var accepted = 0;
        foreach (var accept in waiting.Where(accept => accept.IsCompletedSuccessfully))
            accepted += await accept == IntakeOutcome.Accepted ? 1 : 0;
        Assert.Equal(1, accepted);
    }

    /// <summary>Holds a first response's commit until all of these wait, so that they share the next.</summary>
    private static async Task<IReadOnlyList<IntakeOutcome>> InOneBatchAsync(
        FaultyTables tables,
        Engine engine,
        List<Submission> submissions,
        Func<Func<Task<CommitResult>>, Task<CommitResult>>? around = null,
        IReadOnlyList<Submission>? refused = null)
    {
        var release = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        tables.OnCommit = async (_, _) =>
        {
            entered.SetResult();
            await release.Task;
            tables.OnCommit = (actions, commit) =>
            {
                var index = actions.ToList().FindIndex(action =>
                    refused?.Any(bad => ResponsesKeys.Response(bad.Id) == action.Entity.RowKey) == true);
                if (index >= 0)
                    return Task.FromResult<CommitResult>(new CommitResult.Refused(index, CommitRefusal.Invalid));
                return around is null ? commit() : around(commit);
            };
            throw new InvalidOperationException("The response that opened the lane is given up.");
        };
        var opener = engine.Accept.AcceptAsync(submissions[0]);
        await entered.Task;
        var accepts = submissions.Select(engine.Accept.AcceptAsync).ToList();
        release.SetResult();
        await Assert.ThrowsAsync<InvalidOperationException>(() => opener);
        return await Task.WhenAll(accepts);
    }

    private async Task<TableRow?> RowAsync(Submission submission) =>
        await stores.Tables.GetAsync(
            StoreNames.Responses, submission.Partition.Key, ResponsesKeys.Response(submission.Id), CancellationToken.None);

    private static async Task AssertCountedAsync(Engine engine, TestWave wave, int responses)
    {
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        var pending = await engine.Verify.VerifyAsync(wave.Wave, partition, CancellationToken.None);
        Assert.Empty(pending.Discrepancies);
        Assert.Equal(responses, pending.Responses);
        await engine.Fold.FoldAsync(partition, CancellationToken.None);
        var folded = await engine.Verify.VerifyAsync(wave.Wave, partition, CancellationToken.None);
        Assert.Empty(folded.Discrepancies);
        Assert.Equal((responses, 0), (folded.Responses, folded.Pending));
    }
}
