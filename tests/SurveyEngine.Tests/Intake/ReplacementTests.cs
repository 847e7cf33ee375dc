using SurveyEngine.Intake;
using SurveyEngine.Keys;

using Surveys.Answers;
using Surveys.Ids;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Intake;

public abstract class ReplacementTests(EngineFixture stores)
{
    public sealed class OnAzurite(AzuriteEngineFixture stores) : ReplacementTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : ReplacementTests(stores), IClassFixture<EmbeddedEngineFixture>;

    private const string Pleased = """{"overall":"very-favorable","welcome":"agree","home-language":"arabic"}""";
    private const string Displeased = """{"overall":"very-unfavorable"}""";

    [Fact]
    public async Task What_replaces_a_response_is_stored_and_counted_in_its_place()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(1, Pleased);
        var second = wave.Submission(1, Displeased, replaces: first.Id);
        await engine.Accept.AcceptAsync(first);

        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(second));

        var (old, row) = (await RowAsync(wave, first.Id), await RowAsync(wave, second.Id));
        Assert.Equal(["Batch", "ReplacedBy", "School", "Withdrawn"], old!.Keys.Order());
        Assert.Equal(("school-001", $"{second.Id}"), (old.GetString("School"), old.GetString("ReplacedBy")));
        Assert.Equal(["Answers", "Batch", "Channel", "ContentHash", "Language", "Received", "Replaced", "School"], row!.Keys.Order());
        Assert.Equal((Displeased, old.GetString("Batch")), (row.GetString("Answers"), row.GetString("Batch")));
        var (counted, alone) = (new long[wave.Wave.Layout.CellCount], new long[wave.Wave.Layout.CellCount]);
        (await engine.Fold.TallyAsync(second.Partition, CancellationToken.None))[second.School].AddNetTo(counted);
        wave.Wave.Layout.Add(second.Entry, alone);
        Assert.Equal(alone, counted);
        await AssertCountedAsync(engine, wave, responses: 1, withdrawn: 1);
    }

    [Fact]
    public async Task What_came_in_and_was_withdrawn_takes_nothing_else_out_when_it_is_sent_again()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var (withdrawn, other) = (wave.Submission(0, Pleased), wave.Submission(0, Displeased));
        await engine.Accept.AcceptAsync(withdrawn);
        await engine.Accept.AcceptAsync(other);
        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.WithdrawAsync(new Withdrawal(wave.Wave, 0, withdrawn.Id)));

        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.AcceptAsync(wave.Submission(0, Pleased, withdrawn.Id, replaces: other.Id)));

        await AssertCountedAsync(engine, wave, responses: 1, withdrawn: 1);
    }

    [Fact]
    public async Task A_retry_is_replayed_and_other_answers_under_its_id_are_a_conflict()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(0, Pleased);
        var second = wave.Submission(0, Displeased, replaces: first.Id);
        await engine.Accept.AcceptAsync(first);
        await engine.Accept.AcceptAsync(second);

        Assert.Equal(IntakeOutcome.Replayed, await engine.Accept.AcceptAsync(second));
        Assert.Equal(IntakeOutcome.Replayed, await engine.Accept.AcceptAsync(wave.Submission(0, Displeased, second.Id)));
        Assert.Equal(IntakeOutcome.Conflict, await engine.Accept.AcceptAsync(wave.Submission(0, Pleased, second.Id, replaces: first.Id)));
        Assert.Equal(IntakeOutcome.Replaced, await engine.Accept.AcceptAsync(first));

        await AssertCountedAsync(engine, wave, responses: 1, withdrawn: 1);
    }

    [Fact]
    public async Task What_never_arrived_is_replaced_all_the_same_and_does_not_come_in_any_more()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var late = wave.Submission(0, Pleased);
        var second = wave.Submission(0, Displeased, replaces: late.Id);

        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(second));
        Assert.Equal(IntakeOutcome.Replaced, await engine.Accept.AcceptAsync(late));

        Assert.Equal(["Batch", "ReplacedBy", "Withdrawn"], (await RowAsync(wave, late.Id))!.Keys.Order());
        await AssertCountedAsync(engine, wave, responses: 1, withdrawn: 1);
    }

    [Fact]
    public async Task What_was_withdrawn_is_not_replaced()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(0, Pleased);
        var second = wave.Submission(0, Displeased, replaces: first.Id);
        await engine.Accept.AcceptAsync(first);
        await engine.Accept.WithdrawAsync(Of(wave, first));

        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.AcceptAsync(second));

        Assert.Null(await RowAsync(wave, second.Id));
        await AssertCountedAsync(engine, wave, responses: 0, withdrawn: 1);
    }

    [Theory]
    [InlineData(1, Channel.Link, Channel.Link)]
    [InlineData(0, Channel.Kiosk, Channel.Link)]
    [InlineData(0, Channel.Link, Channel.Kiosk)]
    public async Task What_is_of_another_school_or_a_kiosk_is_not_replaced(int school, Channel before, Channel after)
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(0, Pleased, channel: before);
        var second = wave.Submission(school, Displeased, channel: after, replaces: first.Id);
        await engine.Accept.AcceptAsync(first);

        Assert.Equal(IntakeOutcome.NotReplaceable, await engine.Accept.AcceptAsync(second));

        Assert.Equal(Pleased, (await RowAsync(wave, first.Id))!.GetString("Answers"));
        Assert.Null(await RowAsync(wave, second.Id));
        await AssertCountedAsync(engine, wave, responses: 1, withdrawn: 0);
    }

    [Fact]
    public async Task Who_goes_back_to_the_first_form_again_and_again_is_counted_once_and_withdrawn_by_any_receipt()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(0, Pleased);
        await engine.Accept.AcceptAsync(first);
        for (var i = 0; i < 10; i++)
            Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(wave.Submission(0, Displeased, replaces: first.Id)));
        var last = wave.Submission(0, Pleased, replaces: first.Id);
        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(last));
        await AssertCountedAsync(engine, wave, responses: 1, withdrawn: 11);

        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.WithdrawAsync(Of(wave, first)));
        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.WithdrawAsync(Of(wave, first)));
        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.AcceptAsync(last));
        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.AcceptAsync(wave.Submission(0, Pleased, replaces: first.Id)));

        Assert.Equal(["Batch", "School", "Withdrawn"], (await RowAsync(wave, last.Id))!.Keys.Order());
        await AssertCountedAsync(engine, wave, responses: 0, withdrawn: 12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_comes_in_after_its_own_replacement_still_takes_out_what_it_was_to_replace(bool isWithdrawn)
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(0, Pleased);
        var late = wave.Submission(0, Displeased, replaces: first.Id);
        var last = wave.Submission(0, Pleased, replaces: late.Id);
        await engine.Accept.AcceptAsync(first);
        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(last));
        if (isWithdrawn)
            Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.WithdrawAsync(Of(wave, last)));

        for (var retry = 0; retry < 2; retry++)
            Assert.Equal(IntakeOutcome.Replaced, await engine.Accept.AcceptAsync(late));

        await AssertCountedAsync(engine, wave, responses: isWithdrawn ? 0 : 1, withdrawn: isWithdrawn ? 3 : 2);
        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.WithdrawAsync(Of(wave, first)));
        await AssertCountedAsync(engine, wave, responses: 0, withdrawn: 3);
    }

    [Fact]
    public async Task A_response_that_was_withdrawn_before_it_came_in_takes_out_what_it_was_to_replace()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(0, Pleased);
        var late = wave.Submission(0, Displeased, replaces: first.Id);
        await engine.Accept.AcceptAsync(first);
        await engine.Accept.WithdrawAsync(Of(wave, late));

        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.AcceptAsync(late));

        await AssertCountedAsync(engine, wave, responses: 0, withdrawn: 2);
    }

    [Fact]
    public async Task The_same_replacement_many_times_at_once_is_one_and_no_error()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(0, Pleased);
        await engine.Accept.AcceptAsync(first);
        for (var i = 0; i < 8; i++)
            await engine.Accept.AcceptAsync(wave.Submission(0, Displeased, replaces: first.Id));
        var last = wave.Submission(0, Pleased, replaces: first.Id);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => engine.Accept.AcceptAsync(last)));

        Assert.Single(outcomes, IntakeOutcome.Accepted);
        Assert.Equal(15, outcomes.Count(outcome => outcome == IntakeOutcome.Replayed));
        await AssertCountedAsync(engine, wave, responses: 1, withdrawn: 9);
    }

    [Fact]
    public async Task A_batch_in_order_that_replaces_what_was_replaced_before_leaves_one()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(0, Pleased);
        await engine.Accept.AcceptAsync(first);
        await engine.Accept.AcceptAsync(wave.Submission(0, Displeased, replaces: first.Id));
        var second = wave.Submission(0, Pleased, replaces: first.Id);
        var third = wave.Submission(0, Displeased, replaces: second.Id);

        await Task.WhenAll(engine.Accept.AcceptAsync(second), engine.Accept.AcceptAsync(third));

        var verified = await engine.Verify.VerifyAsync(wave.Wave, second.Partition, CancellationToken.None);
        Assert.Empty(verified.Discrepancies);
        Assert.Equal(1, verified.Responses);
    }

    [Fact]
    public async Task Who_replaces_without_end_is_stopped_and_can_still_withdraw()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(0, Pleased);
        var last = first;
        for (var i = 0; i < ResponseRow.MostReplaced; i++)
        {
            last = wave.Submission(0, Displeased, replaces: last.Id);
            Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(last));
        }

        foreach (var named in new[] { first, last })
            Assert.Equal(IntakeOutcome.NotReplaceable, await engine.Accept.AcceptAsync(wave.Submission(0, Pleased, replaces: named.Id)));
        Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.WithdrawAsync(Of(wave, first)));
        await AssertCountedAsync(engine, wave, responses: 0, withdrawn: ResponseRow.MostReplaced + 1);
    }

    [Fact]
    public async Task A_response_cannot_replace_itself()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var id = new ResponseId(Guid.NewGuid());

        Assert.Throws<ArgumentException>(() => wave.Submission(id: id, replaces: id));
    }

    [Fact]
    public async Task After_the_close_it_is_told_what_became_of_each_response_and_its_receipt()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission(0, Pleased);
        var second = wave.Submission(0, Displeased, replaces: first.Id);
        await engine.Accept.AcceptAsync(first);
        await engine.Accept.AcceptAsync(second);

        Assert.Equal(IntakeOutcome.Replaced, await engine.Accept.FindStoredAsync(first, CancellationToken.None));
        Assert.Equal(IntakeOutcome.Replayed, await engine.Accept.FindStoredAsync(second, CancellationToken.None));
        Assert.Null(await engine.Accept.FindStoredAsync(wave.Submission(replaces: first.Id), CancellationToken.None));
        Assert.False(await engine.Accept.IsWithdrawnAsync(Of(wave, first), CancellationToken.None));
        await engine.Accept.WithdrawAsync(Of(wave, second));
        Assert.True(await engine.Accept.IsWithdrawnAsync(Of(wave, first), CancellationToken.None));
    }

    [Fact]
    public async Task Tombstones_that_name_each_other_are_an_error_and_no_endless_search()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var (one, other) = (wave.Submission(), wave.Submission());
        await stores.Tables.CommitAsync(
            StoreNames.Responses,
            [
                new(RowChangeType.Add, ResponseRow.Tombstone(one.Partition, one.Id, "batch", row: null, by: other.Id)),
                new(RowChangeType.Add, ResponseRow.Tombstone(one.Partition, other.Id, "batch", row: null, by: one.Id)),
            ],
            CancellationToken.None);

        await Assert.ThrowsAsync<InvalidDataException>(() => engine.Accept.WithdrawAsync(Of(wave, one)));
        await Assert.ThrowsAsync<InvalidDataException>(() => engine.Accept.AcceptAsync(wave.Submission(replaces: one.Id)));
    }

    [Fact]
    public async Task A_tombstone_that_names_what_is_not_there_is_an_error_to_that_response_and_to_no_other()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var first = wave.Submission();
        var lost = wave.Submission(replaces: first.Id);
        await stores.Tables.CommitAsync(
            StoreNames.Responses,
            [new(RowChangeType.Add, ResponseRow.Tombstone(first.Partition, first.Id, "batch", row: null, by: lost.Id))],
            CancellationToken.None);

        await Assert.ThrowsAsync<InvalidDataException>(() => engine.Accept.AcceptAsync(lost));
        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(wave.Submission(replaces: first.Id)));

        await AssertCountedAsync(engine, wave, responses: 1, withdrawn: 2);
    }

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
