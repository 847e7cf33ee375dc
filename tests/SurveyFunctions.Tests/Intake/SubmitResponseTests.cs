using System.Net;
using System.Text.Json;

using Surveys.Answers;
using Surveys.Ids;

using TestSupport;

namespace SurveyFunctions.Tests.Intake;

public sealed class SubmitResponseTests(AppFixture app)
{
    private HttpClient Client => app.Standalone.Client;

    [Fact]
    public async Task A_response_is_stored_before_its_receipt_is_given()
    {
        var wave = await app.OpenWaveAsync();
        var id = Guid.NewGuid();

        var answered = await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, id, school: 1));

        var row = Assert.Single(await app.ResponsesAsync(wave));
        Assert.Equal(SubmissionJson.RowKey(id), row.RowKey);
        Assert.Equal(("school-001", "en", "qr", SubmissionJson.Favorable), (row.GetString("School"), row.GetString("Language"), row.GetString("Channel"), row.GetString("Answers")));
        Assert.Equal(HttpStatusCode.Created, answered.Status);
        Assert.Equal("application/json", answered["Content-Type"]);
        Assert.Equal("no-store", answered["Cache-Control"]);
        Assert.Equal("received", answered.Json.GetProperty("status").GetString());
        Assert.True(Receipt.TryParse(answered.Json.GetProperty("receipt").GetString(), wave.Id, out var bucket, out var received));
        Assert.Equal((wave.Schools[1].Bucket, new ResponseId(id)), (bucket, received));
    }

    [Fact]
    public async Task A_replayed_response_gets_the_same_receipt_and_is_stored_once()
    {
        var wave = await app.OpenWaveAsync();
        var body = SubmissionJson.Of(wave, Guid.NewGuid());

        var first = await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), body);
        var second = await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), body, "application/json; charset=utf-8");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.Status, second.Status));
        Assert.Equal(first.Body, second.Body);
        Assert.Single(await app.ResponsesAsync(wave));
    }

    [Theory]
    [InlineData("""{"overall":"unfavorable"}""", 0)]
    [InlineData(SubmissionJson.Favorable, 1)]
    public async Task Other_content_under_the_same_id_is_a_conflict_and_the_first_stands(string answers, int school)
    {
        var wave = await app.OpenWaveAsync();
        var id = Guid.NewGuid();
        await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, id));

        var second = await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, id, answers, school));

        Assert.Equal((HttpStatusCode.Conflict, "id-conflict"), (second.Status, second.Code));
        Assert.Equal("application/problem+json", second["Content-Type"]);
        Assert.DoesNotContain("receipt", second.Body, StringComparison.Ordinal);
        Assert.Equal(SubmissionJson.Favorable, Assert.Single(await app.ResponsesAsync(wave)).GetString("Answers"));
    }

    [Fact]
    public async Task Everything_wrong_is_told_at_once_and_nothing_is_stored()
    {
        var wave = await app.OpenWaveAsync();
        var body = $$$"""
            {"id":"{{{Guid.NewGuid():N}}}","school":"school-999","language":"fr","channel":"pigeon","a/b~c":1,
             "answers":{"welcome":"perhaps","used-interpreter":"no","interpreter":"agree","recommend":11,"ways":"letter",
                        "left-out":{},"no-such":"x","more":"{{{new string('x', 501)}}}"}}
            """;

        var answered = await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), body);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid-submission"), (answered.Status, answered.Code));
        Assert.Equal(
            [
                "/answers/interpreter hidden-answered", "/answers/left-out wrong-type", "/answers/more comment-too-long",
                "/answers/no-such unknown-item", "/answers/overall required-missing", "/answers/recommend number-out-of-range",
                "/answers/welcome unknown-option", "/a~1b~0c unknown-member", "/channel unknown-channel", "/id invalid-id", "/language unknown-language", "/school unknown-school",
            ],
            answered.Errors.Order(StringComparer.Ordinal));
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task A_closed_wave_takes_nothing_and_tells_what_else_was_wrong()
    {
        var wave = await app.OpenWaveAsync();
        Assert.True(await app.Engine.States.CloseAsync(wave.Wave, CancellationToken.None));

        var right = await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, Guid.NewGuid()));
        var wrong = await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, Guid.NewGuid(), "{}"));

        Assert.Equal((HttpStatusCode.Conflict, "wave-not-open"), (right.Status, right.Code));
        Assert.Equal((HttpStatusCode.Conflict, "wave-not-open"), (wrong.Status, wrong.Code));
        Assert.Equal(["/answers/overall required-missing"], wrong.Errors);
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task A_retry_after_the_close_gets_the_receipt_of_what_is_stored_and_nothing_else_does()
    {
        var wave = await app.OpenWaveAsync();
        var (id, other) = (Guid.NewGuid(), Guid.NewGuid());
        await app.Engine.Accept.AcceptAsync(wave.Submission(0, SubmissionJson.Favorable, new ResponseId(id)));
        Assert.True(await app.Engine.States.CloseAsync(wave.Wave, CancellationToken.None));

        var retry = await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, id));
        var changed = await Answered.ToPostAsync(
            Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, id, """{"overall":"unfavorable"}"""));
        var late = await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, other));
        var form = await Answered.ToPostAsync(
            Client,
            SubmissionJson.FormAddress(wave),
            SubmissionJson.Form(("id", $"{id}"), ("language", "en"), ("a.overall", "favorable")),
            "application/x-www-form-urlencoded");

        Assert.Equal(HttpStatusCode.OK, retry.Status);
        Assert.Equal(Receipt.Format(wave.Id, wave.Schools[0].Bucket, new ResponseId(id)), retry.Json.GetProperty("receipt").GetString());
        Assert.Equal((HttpStatusCode.Conflict, "wave-not-open"), (changed.Status, changed.Code));
        Assert.Equal((HttpStatusCode.Conflict, "wave-not-open"), (late.Status, late.Code));
        Assert.Equal(HttpStatusCode.OK, form.Status);
        Assert.Contains(Receipt.Format(wave.Id, wave.Schools[0].Bucket, new ResponseId(id)), form.Body, StringComparison.Ordinal);
        Assert.Single(await app.ResponsesAsync(wave));
    }

    [Theory]
    [InlineData("no-such-wave")]
    [InlineData("No!Wave")]
    [InlineData("%2e%2e")]
    [InlineData("a%2Fb")]
    [InlineData("%F0%9F%92%A9")]
    public async Task A_wave_that_does_not_exist_is_not_found(string wave)
    {
        var answered = await Answered.ToPostAsync(Client, $"/api/waves/{wave}/responses", "{}");

        Assert.Equal(HttpStatusCode.NotFound, answered.Status);
    }

    [Fact]
    public async Task A_school_of_another_wave_is_unknown()
    {
        var (small, large) = (await app.OpenWaveAsync(schools: 1), await app.OpenWaveAsync(schools: 3));
        var body = SubmissionJson.Of(large, Guid.NewGuid(), school: 2);

        var answered = await Answered.ToPostAsync(Client, SubmissionJson.Address(small), body);

        Assert.Equal(["/school unknown-school"], answered.Errors);
        Assert.Empty(await app.ResponsesAsync(small));
    }

    [Fact]
    public async Task A_comment_in_any_script_is_stored_as_it_was_written()
    {
        var wave = await app.OpenWaveAsync();
        const string Comment = "شكرًا 👩‍👧 \"<b>\" \\ Thank\nyou";
        var answers = $$"""{"overall":"favorable","more":{{JsonSerializer.Serialize(Comment)}} }""";

        var answered = await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, Guid.NewGuid(), answers));

        Assert.Equal(HttpStatusCode.Created, answered.Status);
        using var stored = JsonDocument.Parse(Assert.Single(await app.ResponsesAsync(wave)).GetString("Answers")!);
        Assert.Equal(Comment, stored.RootElement.GetProperty("more").GetString());
    }

    [Fact]
    public async Task Many_at_once_are_each_stored_once()
    {
        var wave = await app.OpenWaveAsync(schools: 60);
        var ids = Enumerable.Range(0, 150).Select(_ => Guid.NewGuid()).ToList();

        var answered = await Task.WhenAll(ids.Concat(ids).Select((id, i) =>
            Answered.ToPostAsync(Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, id, school: i % 150 % 60))));

        Assert.Equal((150, 150), (answered.Count(one => one.Status == HttpStatusCode.Created), answered.Count(one => one.Status == HttpStatusCode.OK)));
        Assert.Equal(ids.Select(SubmissionJson.RowKey).Order(), (await app.ResponsesAsync(wave)).Select(row => row.RowKey).Order());
    }
}
