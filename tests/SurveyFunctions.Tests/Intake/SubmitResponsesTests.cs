using System.Net;
using System.Text;
using System.Text.Json;

using TestSupport;

namespace SurveyFunctions.Tests.Intake;

public sealed class SubmitResponsesTests(AppFixture app)
{
    private const string Unfavorable = """{"overall":"unfavorable"}""";

    private HttpClient Client => app.Standalone.Client;

    [Fact]
    public async Task Each_response_of_a_batch_is_answered_as_if_it_had_been_sent_alone()
    {
        var wave = await app.OpenWaveAsync();
        var (stored, changed, fresh, twice, torn) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, stored));
        await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, changed));
        string[] wrong =
        [
            SubmissionJson.Of(wave, changed, Unfavorable),
            SubmissionJson.Of(wave, Guid.NewGuid(), """{"welcome":"perhaps","no/such":1}"""),
            """{"id":"nonsense","school":"school-999","language":"fr","a/b":1}""",
            "{}",
            """{"answers":{"more":""" + new string('[', 62) + new string(']', 62) + "}}",
            SubmissionJson.Of(wave, Guid.NewGuid(), $$"""{"overall":"favorable","more":"{{new string('x', 97 * 1024)}}"}"""),
        ];
        string[] right =
        [
            SubmissionJson.Of(wave, fresh), SubmissionJson.Of(wave, stored), SubmissionJson.Of(wave, twice), SubmissionJson.Of(wave, twice),
            SubmissionJson.Of(wave, torn), SubmissionJson.Of(wave, torn, Unfavorable),
        ];

        var answered = await BatchJson.PostAsync(Client, wave, [.. wrong, .. right]);

        Assert.Equal((HttpStatusCode.OK, "application/json", "no-store"), (answered.Status, answered["Content-Type"], answered["Cache-Control"]));
        Assert.Null(answered["Retry-After"]);
        Assert.Equal([409, 422, 422, 422, 422, 413, 201, 200, 201, 200, 201, 409], answered.Statuses());
        Assert.Equal(Enumerable.Range(0, 12), answered.Results().Select(result => result.GetProperty("index").GetInt32()));
        foreach (var (index, body) in wrong.Index())
        {
            var alone = await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), body);
            Assert.Equal((int)alone.Status, answered.Statuses().ElementAt(index));
            Assert.Equal(alone.Body, answered.Results()[index].GetProperty("problem").GetRawText());
        }
        Assert.Equal(
            [$"{changed}", null, null, null, $"{fresh}", $"{stored}", $"{twice}", $"{twice}", $"{torn}", $"{torn}"],
            new[] { 0, 2, 3, 5, 6, 7, 8, 9, 10, 11 }.Select(index => answered.Results()[index].GetProperty("id").GetString()));
        Assert.All(answered.Results().Where(result => result.GetProperty("status").GetInt32() < 300), result =>
            Assert.True(result.TryGetProperty("receipt", out _) && !result.TryGetProperty("problem", out _)));
        var rows = (await app.ResponsesAsync(wave)).ToDictionary(row => row.RowKey, row => row.GetString("Answers"));
        Assert.Equal(new[] { stored, changed, fresh, twice, torn }.Select(SubmissionJson.RowKey).Order(), rows.Keys.Order());
        Assert.All(rows.Values, answers => Assert.Equal(SubmissionJson.Favorable, answers));
    }

    [Fact]
    public async Task What_is_no_object_is_told_so_and_keeps_none_of_the_others_out()
    {
        var wave = await app.OpenWaveAsync();
        string[] wrong = ["[]", "7", "null", "true", "\"{}\"", $"[{SubmissionJson.Of(wave, Guid.NewGuid())}]"];

        var answered = await BatchJson.PostAsync(Client, wave, [.. wrong, SubmissionJson.Of(wave, Guid.NewGuid())]);

        Assert.Equal([422, 422, 422, 422, 422, 422, 201], answered.Statuses());
        Assert.All(answered.Results().SkipLast(1), result =>
        {
            Assert.Equal(JsonValueKind.Null, result.GetProperty("id").ValueKind);
            var problem = result.GetProperty("problem");
            Assert.Equal("invalid-submission", problem.GetProperty("code").GetString());
            Assert.Equal(
                """[{"pointer":"","code":"not-an-object","detail":"A response is an object."}]""", problem.GetProperty("errors").GetRawText());
        });
        Assert.Single(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task A_batch_sent_again_gets_the_same_receipts_and_is_stored_once()
    {
        var wave = await app.OpenWaveAsync(schools: 60);
        var responses = Enumerable.Range(0, 120).Select(i => SubmissionJson.Of(wave, Guid.NewGuid(), school: i % 60)).ToList();

        var first = await BatchJson.PostAsync(Client, wave, responses);
        var second = await BatchJson.PostAsync(Client, wave, responses);

        Assert.All(first.Statuses(), status => Assert.Equal(201, status));
        Assert.All(second.Statuses(), status => Assert.Equal(200, status));
        Assert.All(first.Receipts(), Assert.NotNull);
        Assert.Equal(first.Receipts(), second.Receipts());
        Assert.Equal(120, (await app.ResponsesAsync(wave)).Count);
    }

    [Fact]
    public async Task Half_of_a_batch_that_conflicts_leaves_the_other_half_stored()
    {
        var wave = await app.OpenWaveAsync();
        var ids = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid()).ToList();
        await BatchJson.PostAsync(Client, wave, ids.Where((_, i) => i % 2 == 0).Select(id => SubmissionJson.Of(wave, id)));

        var answered = await BatchJson.PostAsync(Client, wave, ids.Select(id => SubmissionJson.Of(wave, id, Unfavorable)));

        Assert.Equal(ids.Select((_, i) => i % 2 == 0 ? 409 : 201), answered.Statuses());
        Assert.Equal("id-conflict", answered.Results()[0].GetProperty("problem").GetProperty("code").GetString());
        var rows = await app.ResponsesAsync(wave);
        Assert.Equal((20, 20), (rows.Count(row => row.GetString("Answers") == Unfavorable), rows.Count(row => row.GetString("Answers") != Unfavorable)));
    }

    [Fact]
    public async Task After_the_close_a_batch_gets_the_receipts_of_what_is_stored_and_nothing_else_is_taken()
    {
        var wave = await app.OpenWaveAsync();
        var ids = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToList();
        await app.Engine.Accept.AcceptAsync(wave.Submission(id: new Surveys.Ids.ResponseId(ids[1])));
        Assert.True(await app.Engine.States.CloseAsync(wave.Wave, CancellationToken.None));

        var answered = await BatchJson.PostAsync(Client, wave, [.. ids.Select(id => SubmissionJson.Of(wave, id)), "{}"]);

        Assert.Equal([409, 200, 409, 409, 409], answered.Statuses());
        Assert.Equal("wave-not-open", answered.Results()[4].GetProperty("problem").GetProperty("code").GetString());
        Assert.Single(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task Five_hundred_responses_are_taken_at_once_and_one_more_is_refused_whole()
    {
        var wave = await app.OpenWaveAsync();
        var responses = Enumerable.Range(0, SurveyFunctions.Intake.SubmitResponses.MostResponses + 1)
            .Select(i => SubmissionJson.Of(wave, Guid.NewGuid(), school: i % 3)).ToList();

        var tooMany = await BatchJson.PostAsync(Client, wave, responses);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid-request"), (tooMany.Status, tooMany.Code));
        Assert.Equal(["/responses too-many-responses"], tooMany.Errors);
        Assert.Empty(await app.ResponsesAsync(wave));

        var answered = await BatchJson.PostAsync(Client, wave, responses.SkipLast(1));
        Assert.Equal(Enumerable.Repeat(201, 500), answered.Statuses());
        Assert.Equal(500, (await app.ResponsesAsync(wave)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_mebibytes_are_read_and_a_byte_more_is_refused(bool isChunked)
    {
        var wave = await app.OpenWaveAsync();
        var body = BatchJson.Of([SubmissionJson.Of(wave, Guid.NewGuid())]).PadRight(SurveyFunctions.Intake.SubmitResponses.MostBytes);

        var tooLarge = await SendAsync(body + ' ');
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body-too-large"), (tooLarge.Status, tooLarge.Code));
        Assert.Empty(await app.ResponsesAsync(wave));
        Assert.Equal([201], (await SendAsync(body)).Statuses());

        Task<Answered> SendAsync(string text)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, BatchJson.Address(wave))
            {
                Content = new StringContent(text, Encoding.UTF8, "application/json"),
            };
            request.Headers.TransferEncodingChunked = isChunked;
            return Answered.ToAsync(Client, request);
        }
    }

    [Theory]
    [InlineData("", 400, "")]
    [InlineData("[]", 400, "")]
    [InlineData("null", 400, "")]
    [InlineData("""{"responses":[""", 400, "")]
    [InlineData("""{"responses":[ONE,]}""", 400, "")]
    [InlineData("{}", 422, "/responses responses-missing")]
    [InlineData("ONE", 422, "/id unknown-member, /school unknown-member, /language unknown-member, /channel unknown-member, /answers unknown-member, /responses responses-missing")]
    [InlineData("""{"responses":null}""", 422, "/responses responses-missing")]
    [InlineData("""{"responses":{"0":ONE}}""", 422, "/responses responses-missing")]
    [InlineData("""{"responses":[ONE],"more":1,"a/b":1}""", 422, "/more unknown-member, /a~1b unknown-member")]
    [InlineData("""{"responses":[ONE],"responses":[]}""", 422, "/responses repeated-member")]
    [InlineData("""{"responses":[ONE],"\ud800":1}""", 422, "/\uFFFD unknown-member")]
    [InlineData("""{"Responses":[ONE]}""", 422, "/Responses unknown-member, /responses responses-missing")]
    public async Task A_body_that_is_no_batch_is_refused_whole(string body, int status, string errors)
    {
        var wave = await app.UntouchedWaveAsync();

        var answered = await Answered.ToPostAsync(
            Client, BatchJson.Address(wave), body.Replace("ONE", SubmissionJson.Of(wave, Guid.NewGuid()), StringComparison.Ordinal));

        Assert.Equal((status, "application/problem+json"), ((int)answered.Status, answered["Content-Type"]));
        Assert.Equal(errors, status == 400 ? "" : string.Join(", ", answered.Errors));
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task A_batch_without_responses_is_answered_without_results()
    {
        var answered = await BatchJson.PostAsync(Client, await app.UntouchedWaveAsync(), []);

        Assert.Equal((HttpStatusCode.OK, """{"results":[]}"""), (answered.Status, answered.Body));
    }

    [Fact]
    public async Task A_wave_that_does_not_exist_or_another_media_type_is_a_problem_of_the_whole()
    {
        var wave = await app.UntouchedWaveAsync();
        var body = BatchJson.Of([SubmissionJson.Of(wave, Guid.NewGuid())]);

        var nowhere = await Answered.ToPostAsync(Client, "/api/waves/no-such-wave/responses/batch", body);
        var text = await Answered.ToPostAsync(Client, BatchJson.Address(wave), body, "text/plain");

        Assert.Equal((HttpStatusCode.NotFound, "unknown-wave"), (nowhere.Status, nowhere.Code));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "unsupported-media-type"), (text.Status, text.Code));
        Assert.Empty(await app.ResponsesAsync(wave));
    }
}
