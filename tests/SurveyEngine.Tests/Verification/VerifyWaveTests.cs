using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Verification;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Verification;

public abstract class VerifyWaveTests(EngineFixture stores)
{
    public sealed class OnAzurite(AzuriteEngineFixture stores) : VerifyWaveTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : VerifyWaveTests(stores), IClassFixture<EmbeddedEngineFixture>;

    [Fact]
    public async Task A_lost_response_row_is_found_with_its_school_and_cells()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 2);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        var kept = wave.Submission(0);
        var lost = wave.Submission(1, """{"overall":"favorable","welcome":"agree"}""");
        await engine.Accept.AcceptAsync(kept);
        await engine.Accept.AcceptAsync(lost);
        await engine.Fold.FoldAsync(partition, CancellationToken.None);
        var row = new TableRow(partition.Key, ResponsesKeys.Response(lost.Id));
        await stores.Tables.CommitAsync(
            StoreNames.Responses, [new(RowChangeType.Delete, row, global::Azure.ETag.All)], CancellationToken.None);

        var verified = await engine.Verify.VerifyAsync(wave.Wave, partition, CancellationToken.None);

        Assert.Equal(1, verified.Responses);
        Assert.All(verified.Discrepancies, cell => Assert.Equal((wave.Schools[1].Id, 0), (cell.School, (int)cell.Recounted)));
        // Its answers, and the squares and products of how many of them were favorable, unfavorable and valid.
        Assert.All(verified.Discrepancies, cell => Assert.InRange(cell.Tallied, 1, 4));
        // Language, channel; of everyone and of "not stated" the responses, overall, welcome, and of the topic and of all questions the
        // respondents and three sums of favorable and valid answers.
        Assert.Equal(2 + (2 * (3 + (2 * 4))), verified.Discrepancies.Count);
    }

    [Fact]
    public async Task A_lost_tombstone_is_found_with_its_school()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 2);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        var withdrawn = wave.Submission(1);
        await engine.Accept.AcceptAsync(wave.Submission(0));
        await engine.Accept.AcceptAsync(withdrawn);
        await engine.Accept.WithdrawAsync(new Withdrawal(wave.Wave, partition.Bucket, withdrawn.Id));
        var row = new TableRow(partition.Key, ResponsesKeys.Response(withdrawn.Id));
        await stores.Tables.CommitAsync(
            StoreNames.Responses, [new(RowChangeType.Delete, row, global::Azure.ETag.All)], CancellationToken.None);

        var verified = await engine.Verify.VerifyAsync(wave.Wave, partition, CancellationToken.None);

        Assert.Equal((1, 0), (verified.Responses, verified.Withdrawn));
        Assert.Equal(new Discrepancy(partition, wave.Schools[1].Id, Cell: null, Tallied: 1, Recounted: 0), Assert.Single(verified.Discrepancies));
    }

    [Fact]
    public async Task A_partition_that_is_folded_meanwhile_is_read_again()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        using var other = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 2);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        await engine.Accept.AcceptAsync(wave.Submission(0));
        await engine.Waves.FindAsync(wave.Id, CancellationToken.None);
        var disturbed = false;
        tables.OnRead = async from =>
        {
            if (disturbed || from != ResponsesKeys.Responses.From)
                return;
            disturbed = true;
            await other.Accept.AcceptAsync(wave.Submission(1));
            await other.Fold.FoldAsync(partition, CancellationToken.None);
        };

        var verified = await engine.Verify.VerifyAsync(wave.Wave, partition, CancellationToken.None);

        Assert.True(disturbed);
        Assert.Empty(verified.Discrepancies);
        Assert.Equal((2, 0), (verified.Responses, verified.Pending));
    }

    [Fact]
    public async Task A_partition_that_never_rests_cannot_be_verified()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        using var other = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 1);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        tables.OnRead = async from =>
        {
            if (from == ResponsesKeys.Responses.From)
                await other.Accept.AcceptAsync(wave.Submission(0));
        };

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => engine.Verify.VerifyAsync(wave.Wave, partition, CancellationToken.None));
    }
}
