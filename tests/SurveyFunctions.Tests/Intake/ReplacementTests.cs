using System.Net;

using Surveys.Ids;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Intake;

public sealed class ReplacementTests(AppFixture app)
{
    private const string Unfavorable = """{"overall":"unfavorable"}""";

    private HttpClient Client => app.Standalone.Client;

    [Fact]
    public async Task A_response_is_stored_in_the_place_of_the_one_that_it_replaces()
    {
        var wave = await app.OpenWaveAsync();
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var replacement = SubmissionJson.Of(wave, second, Unfavorable, replaces: first);
        await SubmitAsync(wave, SubmissionJson.Of(wave, first));

        var answered = await SubmitAsync(wave, replacement);
        var retry = await SubmitAsync(wave, replacement);
        var late = await SubmitAsync(wave, SubmissionJson.Of(wave, first));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (answered.Status, retry.Status));
        Assert.Equal(WithdrawalJson.ReceiptOf(wave, second), answered.Json.GetProperty("receipt").GetString());
        Assert.Equal(answered.Body, retry.Body);
        Assert.Equal((HttpStatusCode.Gone, "response-replaced"), (late.Status, late.Code));
        var rows = (await app.ResponsesAsync(wave)).ToDictionary(row => row.RowKey, row => row.GetString("Answers"));
        Assert.Equal(2, rows.Count);
        Assert.Equal((null, Unfavorable), (rows[SubmissionJson.RowKey(first)], rows[SubmissionJson.RowKey(second)]));
        var verified = await app.Engine.Verify.VerifyAsync(wave.Wave, wave.Wave.PartitionOf(wave.Schools[0]), CancellationToken.None);
        Assert.Empty(verified.Discrepancies);
    }

    [Fact]
    public async Task In_a_batch_it_is_as_if_each_had_been_sent_alone()
    {
        var wave = await app.OpenWaveAsync();
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        string[] bodies =
        [
            SubmissionJson.Of(wave, first), SubmissionJson.Of(wave, second, Unfavorable, replaces: first), SubmissionJson.Of(wave, first),
            SubmissionJson.Of(wave, Guid.NewGuid(), school: 1, replaces: second), SubmissionJson.Of(wave, first, replaces: first),
        ];

        var answered = await BatchJson.PostAsync(Client, wave, bodies);

        Assert.Equal([201, 201, 410, 409, 422], answered.Statuses());
        foreach (var (index, code) in new[] { (2, "response-replaced"), (3, "not-replaceable"), (4, "invalid-submission") })
            Assert.Equal(code, answered.Results()[index].GetProperty("problem").GetProperty("code").GetString());
        Assert.Single(await app.ResponsesAsync(wave), row => row.GetString("Answers") is not null);
    }

    [Theory]
    [InlineData("null", "qr", "invalid-id")]
    [InlineData("7", "qr", "invalid-id")]
    [InlineData("\"\"", "qr", "invalid-id")]
    [InlineData("\"6f9619ff-8b86-1011-b42d-00c04fc964ff\"", "qr", "invalid-id")]
    [InlineData("\"ID\"", "qr", "replaces-itself")]
    [InlineData("\"6f9619ff-8b86-4011-b42d-00c04fc964ff\"", "kiosk", "replaces-at-kiosk")]
    public async Task What_cannot_be_replaced_is_an_error_and_nothing_is_stored(string replaces, string channel, string code)
    {
        var wave = await app.UntouchedWaveAsync();
        var id = Guid.NewGuid();
        var body = $$"""
            {"id":"{{id}}","replaces":{{replaces.Replace("ID", $"{id}")}},"school":"{{wave.Schools[0].Id}}","language":"en","channel":"{{channel}}","answers":{{Unfavorable}}}
            """;

        var answered = await SubmitAsync(wave, body);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid-submission"), (answered.Status, answered.Code));
        Assert.Equal([$"/replaces {code}"], answered.Errors);
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task The_receipt_of_what_was_replaced_withdraws_what_stands_in_its_place()
    {
        var wave = await app.OpenWaveAsync();
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await SubmitAsync(wave, SubmissionJson.Of(wave, first));
        await SubmitAsync(wave, SubmissionJson.Of(wave, second, replaces: first));

        var withdrawn = await WithdrawalJson.PostAsync(Client, wave, WithdrawalJson.ReceiptOf(wave, first));
        var retry = await SubmitAsync(wave, SubmissionJson.Of(wave, second, replaces: first));

        Assert.Equal(HttpStatusCode.OK, withdrawn.Status);
        Assert.Equal(WithdrawalJson.ReceiptOf(wave, first), withdrawn.Json.GetProperty("receipt").GetString());
        Assert.Equal((HttpStatusCode.Gone, "response-withdrawn"), (retry.Status, retry.Code));
        Assert.All(await app.ResponsesAsync(wave), row => Assert.Null(row.GetString("Answers")));
    }

    [Fact]
    public async Task After_the_close_nothing_is_replaced_and_what_was_before_is_still_told()
    {
        var wave = await app.OpenWaveAsync();
        var (first, second) = (new ResponseId(Guid.NewGuid()), new ResponseId(Guid.NewGuid()));
        await app.Engine.Accept.AcceptAsync(wave.Submission(id: first));
        await app.Engine.Accept.AcceptAsync(wave.Submission(id: second, replaces: first));
        Assert.True(await app.Engine.States.CloseAsync(wave.Wave, CancellationToken.None));

        var retry = await SubmitAsync(wave, SubmissionJson.Of(wave, second.Value, replaces: first.Value));
        var replaced = await SubmitAsync(wave, SubmissionJson.Of(wave, first.Value));
        var late = await SubmitAsync(wave, SubmissionJson.Of(wave, Guid.NewGuid(), replaces: second.Value));
        var withdrawal = await WithdrawalJson.PostAsync(Client, wave, WithdrawalJson.ReceiptOf(wave, first.Value));

        Assert.Equal(HttpStatusCode.OK, retry.Status);
        Assert.Equal((HttpStatusCode.Gone, "response-replaced"), (replaced.Status, replaced.Code));
        Assert.Equal((HttpStatusCode.Conflict, "wave-not-open"), (late.Status, late.Code));
        Assert.Equal((HttpStatusCode.Conflict, "wave-not-open"), (withdrawal.Status, withdrawal.Code));
        Assert.Single(await app.ResponsesAsync(wave), row => row.GetString("Answers") is not null);
    }

    private Task<Answered> SubmitAsync(TestWave wave, string body) => Answered.ToPostAsync(Client, SubmissionJson.Address(wave), body);
}
