using System.Net;
using System.Text;

using TestSupport;

namespace SurveyFunctions.Tests.Intake;

/// <summary>Whatever is sent: never a 500, and never anything in the store.</summary>
public sealed class HostileSubmissionTests(AppFixture app)
{
    private HttpClient Client => app.Standalone.Client;

    public static TheoryData<string, int> Bodies => new()
    {
        { "", 400 },
        { "null", 400 },
        { "[]", 400 },
        { "\"text\"", 400 },
        { "{", 400 },
        { "{}", 422 },
        { "{} {}", 400 },
        { "{'id':1}", 400 },
        { """{"answers":[]}""", 422 },
        { """{"answers":null,"id":1,"school":[],"language":{},"channel":true}""", 422 },
        { """{"id":"ID","school":"school-000","language":"en","answers":{"overall":"favorable"},"id":"ID"}""", 422 },
        { """{"id":"ID","school":"school-000","language":"en","answers":{"overall":"favorable","overall":"unfavorable"}}""", 422 },
        { """{"id":"ID","school":"school-000","language":"en","answers":{"overall":"favorable"},"answers":{}}""", 422 },
        { """{"id":"\ud800","school":"school-000","language":"en","answers":{"overall":"favorable"}}""", 422 },
        { """{"id":"ID","school":"\udc00","language":"en","answers":{"overall":"favorable"}}""", 422 },
        { """{"id":"ID","school":"school-000","language":"en","answers":{"overall":"favorable"},"\ud800":1}""", 422 },
        { """{"id":"ID","school":"school-000","language":"en","answers":{"overall":"favorable","\ud800":"x"}}""", 422 },
        { """{"id":"ID","school":"school-000","language":"en","answers":{"overall":"\ud800"}}""", 422 },
        { $$$"""{"id":"ID","school":"school-000","language":"en","answers":{"overall":"{{{new string('x', 63)}}}👩"}}""", 422 },
        { """{"id":"ID","school":"school-000","language":"en","answers":{"overall":"favorable","more":"\ud800"}}""", 422 },
        { """{"id":"ID","school":"school-000","language":"en","answers":{"overall":"favorable","more":"\u0000"}}""", 422 },
        { """{"id":"ID","school":"school-000","language":"en","answers":{"overall":"favorable","recommend":1e400}}""", 422 },
        { """{"id":"ID","school":"school-000","language":"en","answers":{"overall":"favorable","recommend":7.5}}""", 422 },
        { """{"id":"ID","school":"school-000","language":"en","answers":{"overall":["favorable"]}}""", 422 },
        { """{"id":"00000000-0000-0000-0000-000000000000","school":"school-000","language":"en","answers":{"overall":"favorable"}}""", 422 },
        { new string('[', 10_000), 400 },
        { """{"answers":""" + string.Concat(Enumerable.Repeat("{\"a\":", 5_000)), 400 },
        { """{"answers":{"more":""" + new string('[', 60) + new string(']', 60) + "}}", 422 },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_is_no_submission_is_refused(string body, int status)
    {
        var wave = await app.UntouchedWaveAsync();

        var answered = await Answered.ToPostAsync(
            Client, SubmissionJson.Address(wave), body.Replace("ID", Guid.NewGuid().ToString(), StringComparison.Ordinal));

        Assert.Equal(status, (int)answered.Status);
        Assert.Equal("application/problem+json", answered["Content-Type"]);
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_refused()
    {
        var wave = await app.UntouchedWaveAsync();
        var template = SubmissionJson.Of(wave, Guid.NewGuid(), """{"overall":"favorable","more":"#"}""");
        foreach (var (from, to) in new[] { ("#", "\xFF"), ("school-000", "\xC0\xAF"), ("favorable", "\xED\xA0\x80"), ("language", "\xF8") })
        {
            var body = Encoding.Latin1.GetBytes(template.Replace(from, to, StringComparison.Ordinal));
            var answered = await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), body);
            Assert.Equal((HttpStatusCode.BadRequest, "not-json"), (answered.Status, answered.Code));
        }
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("not a media type")]
    [InlineData(null)]
    public async Task Another_media_type_is_refused(string? mediaType)
    {
        var wave = await app.UntouchedWaveAsync();
        var body = Encoding.UTF8.GetBytes(SubmissionJson.Of(wave, Guid.NewGuid()));

        var answered = await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), body, mediaType);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "unsupported-media-type"), (answered.Status, answered.Code));
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused_with_and_without_a_length(bool isChunked)
    {
        var wave = await app.UntouchedWaveAsync();
        var body = SubmissionJson.Of(wave, Guid.NewGuid(), $$"""{"overall":"favorable","more":"{{new string('x', 97 * 1024)}}"}""");
        var request = new HttpRequestMessage(HttpMethod.Post, SubmissionJson.Address(wave))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = isChunked;

        var answered = await Answered.ToAsync(Client, request);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body-too-large"), (answered.Status, answered.Code));
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task A_chunked_body_that_fits_is_stored()
    {
        var wave = await app.OpenWaveAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, SubmissionJson.Address(wave))
        {
            Content = new StringContent(SubmissionJson.Of(wave, Guid.NewGuid()), Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = true;

        Assert.Equal(HttpStatusCode.Created, (await Answered.ToAsync(Client, request)).Status);
        Assert.Single(await app.ResponsesAsync(wave));
    }

    [Theory]
    [InlineData("Content-Length: 10485760")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task Ten_megabytes_of_garbage_are_not_read_to_the_end(string length)
    {
        var wave = await app.UntouchedWaveAsync();
        var garbage = new byte[10 * 1024 * 1024];
        new Random(20_261_121).NextBytes(garbage);
        var head = $"POST {SubmissionJson.Address(wave)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n{length}\r\n\r\n";
        var chunk = length.StartsWith('T') ? "A00000\r\n" : "";

        var answer = await RawHttp.SendAsync(app.Standalone.Address, [.. Encoding.ASCII.GetBytes(head + chunk), .. garbage]);

        // It may close the connection while we still write, and the answer is lost with it.
        Assert.Contains(RawHttp.StatusOf(answer), new[] { 0, 413 });
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Theory]
    [InlineData("Accept-Language: \xFF\xFE;q=x,,,;;q=;=")]
    [InlineData("Accept-Language: *;q=1.5, en;q=-1, a-b-c-d;q=0.000001")]
    [InlineData("If-None-Match: \"\"\"\"\",W/,*,\"")]
    [InlineData("Accept: text/csv;;;q")]
    [InlineData("Cookie: \x01")]
    [InlineData("Content-Type: application/json; charset=\"")]
    [InlineData("X-Forwarded-For: ,,, \"")]
    [InlineData("Transfer-Encoding: chunked, gzip")]
    [InlineData("Content-Length: -1")]
    [InlineData("Expect: 100-continue, nonsense")]
    public async Task Garbage_in_headers_is_never_a_defect(string header)
    {
        var wave = await app.UntouchedWaveAsync();
        string[] requests =
            ["GET /", $"GET {SubmissionJson.FormAddress(wave)}", $"GET /dashboard/{wave.Id}", $"GET /api/waves/{wave.Id}/results/network", $"POST {SubmissionJson.Address(wave)}"];
        foreach (var request in requests)
        {
            var answer = await RawHttp.SendAsync(app.Standalone.Address, $"{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}\r\n\r\n");
            Assert.InRange(RawHttp.StatusOf(answer), 200, 499);
        }
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Theory]
    [InlineData("/%")]
    [InlineData("/%zz/%00")]
    [InlineData("/family/%ff/%fe?lang=%ff&lang=en&via=%00")]
    [InlineData("//evil.example/family/a/b")]
    [InlineData("/assets/..%2f..%2fhost.json")]
    [InlineData("/assets/host.json")]
    [InlineData("/host.json")]
    public async Task Garbage_in_the_address_is_never_a_defect(string target)
    {
        var answer = await RawHttp.SendAsync(app.Standalone.Address, $"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.InRange(RawHttp.StatusOf(answer), 400, 404);
    }
}
