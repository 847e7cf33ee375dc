using SurveyEngine.Intake;
using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Intake;

/// <summary>Replacements whose rows others change, whose replies get lost, and that share transactions.</summary>
public abstract class ReplacementRaceTests(EngineFixture stores)
{
    public sealed class OnAzurite(AzuriteEngineFixture stores) : ReplacementRaceTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : ReplacementRaceTests(stores), IClassFixture<EmbeddedEngineFixture>;

    private const string Pleased = """{"overall":"very-favorable","welcome":"agree","home-language":"arabic"}""";
    private const string Displeased = """{"overall":"very-unfavorable"}""";

    /// <summary>What one person does: forms 0 to 2, of which the later ones are sent from the first one's thanks.</summary>
    private enum Step
    {
        SendFirst,
        ReplaceBySecond,
        ReplaceByThird,
        WithdrawByFirst,
        WithdrawBySecond,
    }

    /// <summary>Five ways to act, up to four times, in every order: 780 lives.</summary>
    [Fact]
    public async Task Every_order_of_sending_replacing_and_withdrawing_ends_as_it_should()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var lives = Enumerable.Range(1, 4).SelectMany(Sequences).ToList();
        Assert.Equal(780, lives.Count);

        // Many at once, so that they share commits, and no more than fit in one: none is told to come back.
        var ends = new List<(int Live, int Tombstones)>();
        foreach (var some in lives.Chunk(99))
            ends.AddRange(await Task.WhenAll(some.Select(life => LiveAsync(engine, wave, life))));

        Assert.All(ends, end => Assert.True(end.Live <= 1));
        await AssertCountedAsync(engine, wave, ends.Sum(end => end.Live), ends.Sum(end => end.Tombstones));
    }

    [Fact]
    public async Task Many_replacements_of_one_response_at_once_from_two_copies_leave_one()
    {
        using var one = stores.NewEngine();
        using var other = stores.NewEngine();
        var wave = await TestWave.OpenAsync(one);
        var first = wave.Submission(0, Pleased);
        await one.Accept.AcceptAsync(first);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            UntilToldAsync((i % 2 == 0 ? one : other).Accept, wave.Submission(0, Displeased, replaces: first.Id))));

        Assert.All(outcomes, outcome => Assert.Equal(IntakeOutcome.Accepted, outcome));
        await AssertCountedAsync(one, wave, responses: 1, withdrawn: 20);
    }

    [Fact]
    public async Task Replacements_and_withdrawals_at_once_from_two_copies_leave_no_answers()
    {
        using var one = stores.NewEngine();
        using var other = stores.NewEngine();
        var wave = await TestWave.OpenAsync(one);
        var first = Enumerable.Range(0, 30).Select(i => wave.Submission(i % 3, Pleased)).ToList();
        await Task.WhenAll(first.Select(one.Accept.AcceptAsync));

        var outcomes = await Task.WhenAll(first.SelectMany((submission, i) => new[]
        {
            (i % 2 == 0 ? one : other).Accept.AcceptAsync(wave.Submission(i % 3, Displeased, replaces: submission.Id)),
            (i % 3 == 0 ? one : other).Accept.WithdrawAsync(Of(wave, submission)),
            (i % 5 == 0 ? one : other).Accept.AcceptAsync(submission),
        }));

        Assert.All(outcomes, outcome => Assert.NotEqual(IntakeOutcome.Conflict, outcome));
        var verified = await one.Verify.VerifyAsync(wave.Wave, first[0].Partition, CancellationToken.None);
        await AssertCountedAsync(one, wave, responses: 0, verified.Withdrawn);
    }

    [Theory]
    [InlineData(Reply.IsLost)]
    [InlineData(Reply.IsOfTheSecond)]
    [InlineData(Reply.NeverComesAsTheRequestIsLost)]
    public async Task Whatever_becomes_of_the_reply_both_rows_are_changed_once(Reply reply)
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(0, Pleased);
        await engine.Accept.AcceptAsync(first);
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            if (reply != Reply.NeverComesAsTheRequestIsLost)
                await commit();
            return reply == Reply.IsOfTheSecond ? await commit() : throw new StoreUnavailableException("No reply.");
        };

        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(wave.Submission(0, Displeased, replaces: first.Id)));

        await AssertCountedAsync(engine, wave, responses: 1, withdrawn: 1);
    }

    [Fact]
    public async Task A_commit_that_lands_after_it_was_given_up_is_counted_once()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(0, Pleased);
        await engine.Accept.AcceptAsync(first);
        tables.OnCommit = (_, late) =>
        {
            tables.OnCommit = async (_, second) =>
            {
                tables.OnCommit = null;
                await late();
                return await second();
            };
            throw new StoreUnavailableException("No answer in time.");
        };

        Assert.Equal(IntakeOutcome.Replayed, await engine.Accept.AcceptAsync(wave.Submission(0, Displeased, replaces: first.Id)));

        await AssertCountedAsync(engine, wave, responses: 1, withdrawn: 1);
    }

    [Fact]
    public async Task What_is_stored_between_the_reading_and_the_commit_is_replaced()
    {
        var first = await BetweenAsync((other, _, first) => other.AcceptAsync(first));

        Assert.Equal((IntakeOutcome.Accepted, 1, 1), first);
    }

    [Fact]
    public async Task What_is_withdrawn_between_the_reading_and_the_commit_is_not_replaced()
    {
        var first = await BetweenAsync(async (other, wave, first) =>
        {
            await other.AcceptAsync(first);
            await other.WithdrawAsync(Of(wave, first));
        });

        Assert.Equal((IntakeOutcome.Withdrawn, 0, 1), first);
    }

    [Fact]
    public async Task What_is_replaced_between_the_reading_and_the_commit_is_replaced_by_the_last()
    {
        var first = await BetweenAsync(async (other, wave, first) =>
        {
            await other.AcceptAsync(first);
            await other.AcceptAsync(wave.Submission(0, Pleased, replaces: first.Id));
        });

        Assert.Equal((IntakeOutcome.Accepted, 1, 2), first);
    }

    [Fact]
    public async Task A_withdrawal_meets_what_took_the_place_of_its_response_after_it_was_read()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        using var other = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(0, Pleased);
        await engine.Accept.AcceptAsync(first);
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            await other.Accept.AcceptAsync(wave.Submission(0, Displeased, replaces: first.Id));
            return await commit();
        };

        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.WithdrawAsync(Of(wave, first)));

        await AssertCountedAsync(engine, wave, responses: 0, withdrawn: 2);
    }

    [Fact]
    public async Task A_replacement_is_two_rows_of_the_transaction()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var first = Enumerable.Range(0, 60).Select(i => wave.Submission(i % 3, Pleased)).ToList();
        await Task.WhenAll(first.Select(engine.Accept.AcceptAsync));
        var actions = new List<int>();

        var outcomes = await InOneLaneAsync(tables, engine, wave, around: (all, commit) =>
        {
            actions.Add(all.Count);
            return commit();
        }, [.. first.Select((one, i) => wave.Submission(i % 3, Displeased, replaces: one.Id))]);

        Assert.All(outcomes, outcome => Assert.Equal(IntakeOutcome.Accepted, outcome));
        // Of 99 rows there are 49 pairs, and the batch's own; then the other 11 pairs.
        Assert.Equal([99, 23], actions);
        await AssertCountedAsync(engine, wave, responses: 60, withdrawn: 60);
    }

    [Fact]
    public async Task What_names_the_same_row_waits_for_the_next_transaction_in_its_turn()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(0, Pleased);
        var second = wave.Submission(0, Displeased, replaces: first.Id);
        var before = tables.Commits;

        var outcomes = await InOneLaneAsync(
            tables, engine, wave, around: null, [first, second, wave.Submission(0, Pleased, second.Id), wave.Submission(0, Pleased, replaces: first.Id)]);

        Assert.Equal([IntakeOutcome.Accepted, IntakeOutcome.Accepted, IntakeOutcome.Conflict, IntakeOutcome.Accepted], outcomes);
        // The one that opened the lane, then each of them.
        Assert.Equal(5, tables.Commits - before);
        await AssertCountedAsync(engine, wave, responses: 1, withdrawn: 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_row_that_the_store_refuses_is_the_answer_to_its_own_change_alone(bool isTombstone)
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var first = Enumerable.Range(0, 3).Select(i => wave.Submission(i, Pleased)).ToList();
        await Task.WhenAll(first.Select(engine.Accept.AcceptAsync));
        var second = first.Select((one, i) => wave.Submission(i, Displeased, replaces: one.Id)).ToList();
        var bad = ResponsesKeys.Response(isTombstone ? first[1].Id : second[1].Id);

        var outcomes = await InOneLaneAsync(tables, engine, wave, around: (all, commit) =>
        {
            var index = all.ToList().FindIndex(action => action.Entity.RowKey == bad);
            return index < 0 ? commit() : Task.FromResult<CommitResult>(new CommitResult.Refused(index, CommitRefusal.Invalid));
        }, [wave.Submission(), .. second, wave.Submission()]);

        Assert.Equal(
            [IntakeOutcome.Accepted, IntakeOutcome.Accepted, IntakeOutcome.Refused, IntakeOutcome.Accepted, IntakeOutcome.Accepted], outcomes);
        await AssertCountedAsync(engine, wave, responses: 5, withdrawn: 2);
    }

    [Fact]
    public async Task A_response_that_cannot_be_read_fails_its_own_replacement_alone()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        var (damaged, sound) = (wave.Submission(0, Pleased), wave.Submission(1, Pleased));
        await engine.Accept.AcceptAsync(damaged);
        await engine.Accept.AcceptAsync(sound);
        var row = (await RowAsync(wave, damaged.Id))!;
        row["Answers"] = "{";
        await stores.Tables.CommitAsync(StoreNames.Responses, [new(RowChangeType.UpdateReplace, row, row.ETag)], CancellationToken.None);
        var release = new TaskCompletionSource();
        tables.OnCommit = async (_, commit) =>
        {
            await release.Task;
            return await commit();
        };

        // The first opens the lane; the other two wait together.
        var opener = engine.Accept.AcceptAsync(wave.Submission());
        var outcomes = new[] { damaged, sound }
            .Select((one, school) => engine.Accept.AcceptAsync(wave.Submission(school, Displeased, replaces: one.Id))).ToList();
        release.SetResult();

        Assert.Equal(IntakeOutcome.Accepted, await opener);
        await Assert.ThrowsAsync<FormatException>(() => outcomes[0]);
        Assert.Equal(IntakeOutcome.Accepted, await outcomes[1]);
        Assert.False(ResponseRow.IsWithdrawn((await RowAsync(wave, damaged.Id))!));
    }

    public enum Reply
    {
        IsLost,
        IsOfTheSecond,
        NeverComesAsTheRequestIsLost,
    }

    /// <summary>A replacement of what is not there yet when it is read; then another copy does something with it, then comes the commit.</summary>
    private async Task<(IntakeOutcome Outcome, int Responses, int Withdrawn)> BetweenAsync(Func<AcceptResponses, TestWave, Submission, Task> act)
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        using var other = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(0, Pleased);
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            await act(other.Accept, wave, first);
            return await commit();
        };

        var outcome = await engine.Accept.AcceptAsync(wave.Submission(0, Displeased, replaces: first.Id));

        var verified = await engine.Verify.VerifyAsync(wave.Wave, first.Partition, CancellationToken.None);
        await AssertCountedAsync(engine, wave, verified.Responses, verified.Withdrawn);
        return (outcome, verified.Responses, verified.Withdrawn);
    }

    /// <summary>Holds a first commit, which is given up, until all of these wait.</summary>
    private static async Task<IReadOnlyList<IntakeOutcome>> InOneLaneAsync(
        FaultyTables tables,
        Engine engine,
        TestWave wave,
        Func<IReadOnlyList<RowChange>, Func<Task<CommitResult>>, Task<CommitResult>>? around,
        IReadOnlyList<Submission> submissions)
    {
        var release = new TaskCompletionSource();
        tables.OnCommit = async (_, _) =>
        {
            await release.Task;
            tables.OnCommit = around;
            throw new InvalidOperationException("The response that opened the lane is given up.");
        };
        var opener = engine.Accept.AcceptAsync(wave.Submission());
        var accepts = submissions.Select(engine.Accept.AcceptAsync).ToList();
        release.SetResult();
        await Assert.ThrowsAsync<InvalidOperationException>(() => opener);
        return await Task.WhenAll(accepts);
    }

    /// <summary>As a client does: again until it is told.</summary>
    private static async Task<IntakeOutcome> UntilToldAsync(AcceptResponses accept, Submission submission)
    {
        while (true)
        {
            try
            {
                return await accept.AcceptAsync(submission);
            }
            catch (StoreUnavailableException)
            {
                // The row kept changing under its attempts.
            }
        }
    }

    /// <summary>Takes the steps one after the other and holds each answer against what the forms' lives so far make of it.</summary>
    private static async Task<(int Live, int Tombstones)> LiveAsync(Engine engine, TestWave wave, IReadOnlyList<Step> life)
    {
        var forms = new List<Submission> { wave.Submission(0, Pleased) };
        forms.Add(wave.Submission(0, Displeased, replaces: forms[0].Id));
        forms.Add(wave.Submission(0, Pleased, replaces: forms[0].Id));
        // Of each form by which it was replaced, itself: by none; live are those that are not gone.
        var (replacedBy, stored, gone) = (new[] { 0, 1, 2 }, new HashSet<int>(), new HashSet<int>());
        foreach (var step in life)
        {
            if (step >= Step.WithdrawByFirst)
            {
                var form = step - Step.WithdrawByFirst;
                Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.WithdrawAsync(Of(wave, forms[form])));
                gone.Add(LastOf(form));
                continue;
            }
            var (sent, last) = ((int)step, LastOf(0));
            var expected = replacedBy[sent] != sent ? IntakeOutcome.Replaced
                : gone.Contains(sent) ? IntakeOutcome.Withdrawn
                : stored.Contains(sent) ? IntakeOutcome.Replayed
                : sent > 0 && gone.Contains(last) ? IntakeOutcome.Withdrawn
                : IntakeOutcome.Accepted;
            Assert.Equal(expected, await engine.Accept.AcceptAsync(forms[sent]));
            if (expected == IntakeOutcome.Accepted)
                stored.Add(sent);
            // Also of a form that was taken out before it came in.
            var takesOut = expected == IntakeOutcome.Accepted
                || (expected is IntakeOutcome.Replaced or IntakeOutcome.Withdrawn && !gone.Contains(last) && last != LastOf(sent));
            if (sent > 0 && takesOut)
            {
                replacedBy[last] = sent;
                gone.Add(last);
            }
        }
        return (stored.Except(gone).Count(), gone.Count);

        int LastOf(int form)
        {
            while (replacedBy[form] != form)
                form = replacedBy[form];
            return form;
        }
    }

    private static IEnumerable<IReadOnlyList<Step>> Sequences(int length) =>
        length == 0
            ? [[]]
            : Sequences(length - 1).SelectMany(life => Enum.GetValues<Step>().Select(step => (IReadOnlyList<Step>)[.. life, step]));

    private static Withdrawal Of(TestWave wave, Submission submission) => new(wave.Wave, submission.Partition.Bucket, submission.Id);

    private async Task<TableRow?> RowAsync(TestWave wave, ResponseId id) =>
        await stores.Tables.GetAsync(
            StoreNames.Responses, wave.Wave.PartitionOf(wave.Schools[0]).Key, ResponsesKeys.Response(id), CancellationToken.None);

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
}
