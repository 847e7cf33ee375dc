using System.Net;
using System.Text;

using SurveyFunctions.Tests.Intake;

using TestSupport;

namespace SurveyFunctions.Tests.Hosting.FunctionsHost;

/// <summary>Each HTTP function as older hosts call it, which forward a buffered copy, and as newer ones do, which proxy the stream.</summary>
public sealed class HttpFunctionTests(AppFixture app)
{
    private const string PublicHost = "surveys.example.org";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_function_answers_and_never_speaks_of_the_host_it_was_called_under(bool isProxied)
    {
        var wave = await app.OpenWaveAsync();
        var staff = await app.OpenWaveAsync(audience: Surveys.Definitions.Audience.Staff);
        await app.Engine.RollUp.RunAsync(wave.Wave, CancellationToken.None);
        var form = SubmissionJson.Form(("id", $"{Guid.NewGuid()}"), ("language", "en"), ("channel", "qr"), ("a.overall", "favorable"));
        (int Status, HttpRequestMessage Request)[] calls =
        [
            (200, Get("/")),
            (200, Get($"/family/{wave.Id}/school-000?lang=ar")),
            (201, Post($"/family/{wave.Id}/school-000", form, "application/x-www-form-urlencoded")),
            (200, Get($"/school/{staff.Id}/school-000")),
            (307, Get($"/member/{wave.Id}/school-000")),
            (201, Post(SubmissionJson.Address(wave), SubmissionJson.Of(wave, Guid.NewGuid()), "application/json")),
            (422, Post(SubmissionJson.Address(wave), "{}", "application/json")),
            (200, Post(BatchJson.Address(wave), BatchJson.Of([SubmissionJson.Of(wave, Guid.NewGuid()), "{}"]), "application/json")),
            (200, Get($"/api/waves/{wave.Id}/results/network?format=csv")),
            (200, Get($"/dashboard/{wave.Id}")),
            (200, Get($"/dashboard/{wave.Id}/district-a?lang=es")),
            (404, Get("/assets/no-such.css")),
        ];
        foreach (var (status, request) in calls)
        {
            var answered = await Answered.ToAsync(app.Hosted.Client, isProxied ? Proxied(request) : Forwarded(request));

            Assert.Equal((request.RequestUri, status), (request.RequestUri, (int)answered.Status));
            Assert.DoesNotContain(PublicHost, answered.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1", answered.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("http://", answered["Location"] ?? "", StringComparison.Ordinal);
        }
        Assert.Equal(3, (await app.ResponsesAsync(wave)).Count);
    }

    [Fact]
    public async Task Repeated_query_values_that_the_host_joined_do_no_harm()
    {
        var wave = await app.OpenWaveAsync();

        var answered = await Answered.ToAsync(app.Hosted.Client, Forwarded(Get($"/family/{wave.Id}/school-000?lang=ar,en&via=qr,link")));

        Assert.Equal((HttpStatusCode.OK, "en"), (answered.Status, answered["Content-Language"]));
    }

    private static HttpRequestMessage Get(string address) => new(HttpMethod.Get, address);

    private static HttpRequestMessage Post(string address, string body, string mediaType) =>
        new(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, mediaType) };

    /// <summary>Keeps the public host name and sends a length.</summary>
    private static HttpRequestMessage Forwarded(HttpRequestMessage request)
    {
        request.Headers.Host = PublicHost;
        return request;
    }

    /// <summary>Names the loopback address as host and streams.</summary>
    private static HttpRequestMessage Proxied(HttpRequestMessage request)
    {
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Host", PublicHost);
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("x-azure-clientip", "203.0.113.7");
        request.Headers.TransferEncodingChunked = request.Content is not null ? true : null;
        return request;
    }
}
