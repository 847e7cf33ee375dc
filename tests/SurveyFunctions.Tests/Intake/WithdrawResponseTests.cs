using System.Net;

using Surveys.Answers;
using Surveys.Ids;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Intake;

public sealed class WithdrawResponseTests(AppFixture app)
{
    private HttpClient Client => app.Standalone.Client;

    [Fact]
    public async Task A_receipt_takes_its_response_out_of_what_is_stored_and_counted()
    {
        var wave = await app.OpenWaveAsync(schools: 60);
        var (id, other) = (Guid.NewGuid(), Guid.NewGuid());
        var stored = await SubmitAsync(wave, SubmissionJson.Of(wave, id, school: 59));
        await SubmitAsync(wave, SubmissionJson.Of(wave, other, school: 59));
        var receipt = stored.Json.GetProperty("receipt").GetString()!;

        var answered = await WithdrawalJson.PostAsync(Client, wave, receipt);

        Assert.Equal((HttpStatusCode.OK, "application/json", "no-store"), (answered.Status, answered["Content-Type"], answered["Cache-Control"]));
        Assert.Equal($$"""{"receipt":"{{receipt}}","status":"withdrawn"}""", answered.Body);
        var rows = (await app.ResponsesAsync(wave)).ToDictionary(row => row.RowKey, row => row.GetString("Answers"));
        Assert.Null(rows[SubmissionJson.RowKey(id)]);
        Assert.Equal(SubmissionJson.Favorable, rows[SubmissionJson.RowKey(other)]);
        var verified = await app.Engine.Verify.VerifyAsync(wave.Wave, wave.Wave.PartitionOf(wave.Schools[59]), CancellationToken.None);
        Assert.Empty(verified.Discrepancies);
    }

    [Fact]
    public async Task A_receipt_is_taken_as_people_write_it_and_given_back_as_it_is_printed()
    {
        var wave = await app.OpenWaveAsync();
        var id = Guid.NewGuid();
        await SubmitAsync(wave, SubmissionJson.Of(wave, id));
        var receipt = WithdrawalJson.ReceiptOf(wave, id);

        var answered = await WithdrawalJson.PostAsync(Client, wave, $"  {receipt.ToLowerInvariant().Replace('-', ' ').Replace('0', 'o').Replace('1', 'l')} ");

        Assert.Equal((HttpStatusCode.OK, receipt), (answered.Status, answered.Json.GetProperty("receipt").GetString()));
        Assert.Null(Assert.Single(await app.ResponsesAsync(wave)).GetString("Answers"));
    }

    [Fact]
    public async Task Withdrawing_again_or_what_never_came_in_is_answered_the_same()
    {
        var wave = await app.OpenWaveAsync();
        var (id, unknown) = (Guid.NewGuid(), Guid.NewGuid());
        await SubmitAsync(wave, SubmissionJson.Of(wave, id));

        var first = await WithdrawalJson.PostAsync(Client, wave, WithdrawalJson.ReceiptOf(wave, id));
        var second = await WithdrawalJson.PostAsync(Client, wave, WithdrawalJson.ReceiptOf(wave, id));
        var never = await WithdrawalJson.PostAsync(Client, wave, WithdrawalJson.ReceiptOf(wave, unknown));

        Assert.All(new[] { first, second, never }, answered => Assert.Equal(HttpStatusCode.OK, answered.Status));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(
            first.Body.Replace(WithdrawalJson.ReceiptOf(wave, id), "", StringComparison.Ordinal),
            never.Body.Replace(WithdrawalJson.ReceiptOf(wave, unknown), "", StringComparison.Ordinal));
        Assert.Equal(HeadersOf(first), HeadersOf(never));
    }

    [Fact]
    public async Task A_withdrawn_response_sent_again_is_gone_whichever_way_it_comes()
    {
        var wave = await app.OpenWaveAsync();
        var id = Guid.NewGuid();
        var body = SubmissionJson.Of(wave, id);
        await SubmitAsync(wave, body);
        await WithdrawalJson.PostAsync(Client, wave, WithdrawalJson.ReceiptOf(wave, id));

        await AssertIsGoneAsync();
        Assert.True(await app.Engine.States.CloseAsync(wave.Wave, CancellationToken.None));
        await AssertIsGoneAsync();

        async Task AssertIsGoneAsync()
        {
            var single = await SubmitAsync(wave, body);
            Assert.Equal((HttpStatusCode.Gone, "response-withdrawn"), (single.Status, single.Code));
            var batch = await BatchJson.PostAsync(Client, wave, [body]);
            Assert.Equal([410], batch.Statuses());
            Assert.Equal(single.Body, batch.Results()[0].GetProperty("problem").GetRawText());
            var form = await Answered.ToPostAsync(
                Client,
                SubmissionJson.FormAddress(wave),
                SubmissionJson.Form(("id", $"{id}"), ("language", "ar"), ("a.overall", "favorable")),
                WithdrawalJson.FormType);
            Assert.Equal(HttpStatusCode.Gone, form.Status);
            Assert.Contains("سُحبت هذه الإجابات", form.Body, StringComparison.Ordinal);
            Assert.Null(Assert.Single(await app.ResponsesAsync(wave)).GetString("Answers"));
        }
    }

    [Fact]
    public async Task After_the_close_nothing_is_withdrawn_but_what_was_before_is_still_told()
    {
        var wave = await app.OpenWaveAsync();
        var (withdrawn, kept) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var id in new[] { withdrawn, kept })
            await app.Engine.Accept.AcceptAsync(wave.Submission(id: new ResponseId(id)));
        await app.Engine.Accept.WithdrawAsync(new SurveyEngine.Intake.Withdrawal(wave.Wave, wave.Schools[0].Bucket, new ResponseId(withdrawn)));
        Assert.True(await app.Engine.States.CloseAsync(wave.Wave, CancellationToken.None));

        var again = await WithdrawalJson.PostAsync(Client, wave, WithdrawalJson.ReceiptOf(wave, withdrawn));
        var late = await WithdrawalJson.PostAsync(Client, wave, WithdrawalJson.ReceiptOf(wave, kept));
        var unknown = await WithdrawalJson.PostAsync(Client, wave, WithdrawalJson.ReceiptOf(wave, Guid.NewGuid()));

        Assert.Equal((HttpStatusCode.OK, "withdrawn"), (again.Status, again.Json.GetProperty("status").GetString()));
        Assert.Equal((HttpStatusCode.Conflict, "wave-not-open"), (late.Status, late.Code));
        Assert.Equal(late.Body, unknown.Body);
        Assert.Single(await app.ResponsesAsync(wave), row => row.GetString("Answers") is not null);
    }

    [Theory]
    [InlineData("{}", "invalid-receipt", "/receipt invalid-receipt")]
    [InlineData("""{"receipt":null}""", "invalid-receipt", "/receipt invalid-receipt")]
    [InlineData("""{"receipt":["RECEIPT"]}""", "invalid-receipt", "/receipt invalid-receipt")]
    [InlineData("""{"receipt":""}""", "invalid-receipt", "/receipt invalid-receipt")]
    [InlineData("""{"receipt":"\ud800"}""", "invalid-receipt", "/receipt invalid-receipt")]
    [InlineData("""{"receipt":"RECEIPT0"}""", "invalid-receipt", "/receipt invalid-receipt")]
    [InlineData("""{"receipt":"éRECEIPT"}""", "invalid-receipt", "/receipt invalid-receipt")]
    [InlineData("""{"receipt":"MISTYPED"}""", "invalid-receipt", "/receipt invalid-receipt")]
    [InlineData("""{"receipt":"OTHER"}""", "invalid-receipt", "/receipt invalid-receipt")]
    [InlineData("""{"receipt":"MISTYPED","id":"x"}""", "invalid-receipt", "/receipt invalid-receipt, /id unknown-member")]
    [InlineData("""{"receipt":"RECEIPT","id":"x"}""", "invalid-request", "/id unknown-member")]
    [InlineData("""{"receipt":"RECEIPT","receipt":"RECEIPT"}""", "invalid-request", "/receipt repeated-member")]
    public async Task What_is_no_receipt_of_the_wave_is_refused_with_what_to_do(string body, string code, string errors)
    {
        var wave = await app.UntouchedWaveAsync();
        var receipt = WithdrawalJson.ReceiptOf(wave, Guid.NewGuid());
        var other = Receipt.Format(wave.Id, wave.Wave.Buckets, new ResponseId(Guid.NewGuid()));
        var mistyped = receipt[..^1] + (receipt[^1] == '7' ? '8' : '7');

        var answered = await Answered.ToPostAsync(Client, WithdrawalJson.Address(wave), body
            .Replace("RECEIPT", receipt, StringComparison.Ordinal)
            .Replace("MISTYPED", mistyped, StringComparison.Ordinal)
            .Replace("OTHER", other, StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (answered.Status, answered.Code));
        Assert.Equal(errors, string.Join(", ", answered.Errors));
        Assert.All(new[] { receipt, mistyped, other }, typed => Assert.DoesNotContain(typed, answered.Body, StringComparison.Ordinal));
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task Another_wave_body_or_media_type_is_a_problem()
    {
        var wave = await app.UntouchedWaveAsync();
        var body = WithdrawalJson.Of(WithdrawalJson.ReceiptOf(wave, Guid.NewGuid()));

        Assert.Equal("unknown-wave", (await Answered.ToPostAsync(Client, "/api/waves/no-such-wave/withdrawals", body)).Code);
        Assert.Equal("not-json", (await Answered.ToPostAsync(Client, WithdrawalJson.Address(wave), "[]")).Code);
        Assert.Equal("body-too-large", (await Answered.ToPostAsync(Client, WithdrawalJson.Address(wave), new string(' ', 97 * 1024))).Code);
        Assert.Equal("unsupported-media-type", (await Answered.ToPostAsync(Client, WithdrawalJson.Address(wave), body, "text/plain")).Code);
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    private static IEnumerable<string> HeadersOf(Answered answered) =>
        answered.Message.Headers.Concat(answered.Message.Content.Headers).Where(header => header.Key != "Date")
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order();

    private Task<Answered> SubmitAsync(TestWave wave, string body) => Answered.ToPostAsync(Client, SubmissionJson.Address(wave), body);
}
