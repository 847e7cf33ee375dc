using SurveyFunctions.Tests.Intake;

using TestSupport;

namespace SurveyFunctions.Tests.Hosting;

public sealed class SecurityHeadersTests(AppFixture app)
{
    private static readonly string[] Headers =
    [
        "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Strict-Transport-Security", "Referrer-Policy",
        "Permissions-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
    ];

    [Fact]
    public async Task Every_answer_has_them_and_none_names_the_server()
    {
        var wave = await app.OpenWaveAsync();
        (int Status, HttpMethod Method, string Address)[] forFunctions =
        [
            (200, HttpMethod.Get, "/"),
            (200, HttpMethod.Head, "/"),
            (200, HttpMethod.Get, $"/family/{wave.Id}/school-000"),
            (200, HttpMethod.Head, $"/family/{wave.Id}/school-000"),
            (200, HttpMethod.Get, $"/withdraw/{wave.Id}"),
            (307, HttpMethod.Get, $"/school/{wave.Id}/school-000"),
            (200, HttpMethod.Get, AssetAddress((await Answered.ToGetAsync(app.Standalone.Client, "/")).Body)),
            (404, HttpMethod.Get, "/assets/no-such"),
            (404, HttpMethod.Get, $"/dashboard/{wave.Id}"),
            (415, HttpMethod.Post, SubmissionJson.Address(wave)),
        ];
        // The Functions host answers by itself what is for none.
        (int Status, HttpMethod Method, string Address)[] others =
        [
            (404, HttpMethod.Get, "/no-such-page"),
            (404, HttpMethod.Get, "/no-such-file.txt"),
            (404, HttpMethod.Get, "/api/no-such-thing"),
            (405, HttpMethod.Delete, "/"),
            (405, HttpMethod.Get, SubmissionJson.Address(wave)),
            (405, HttpMethod.Get, BatchJson.Address(wave)),
            (405, HttpMethod.Get, WithdrawalJson.Address(wave)),
        ];
        foreach (var (client, requests) in new[] { (app.Standalone.Client, [.. forFunctions, .. others]), (app.Hosted.Client, forFunctions) })
        {
            foreach (var (status, method, address) in requests)
            {
                var answered = await Answered.ToAsync(client, new HttpRequestMessage(method, address));
                Assert.Equal((address, status), (address, (int)answered.Status));
                Assert.All(Headers, header => Assert.False(string.IsNullOrEmpty(answered[header]), $"{address} lacks {header}."));
                Assert.Null(answered["Server"]);
                Assert.Null(answered["X-Powered-By"]);
                Assert.Null(answered["Set-Cookie"]);
                if (method == HttpMethod.Head)
                    Assert.Empty(answered.Body);
            }
        }
    }

    [Theory]
    [InlineData("DELETE", "/", "GET, HEAD")]
    [InlineData("GET", "/api/waves/wave/responses", "POST")]
    [InlineData("PUT", "/family/wave/school", "GET, HEAD, POST")]
    public async Task A_wrong_method_is_told_the_right_ones(string method, string address, string allowed)
    {
        var answered = await Answered.ToAsync(app.Standalone.Client, new HttpRequestMessage(new HttpMethod(method), address));

        Assert.Equal((405, allowed), ((int)answered.Status, answered["Allow"]));
    }

    private static string AssetAddress(string page)
    {
        var at = page.IndexOf("/assets/", StringComparison.Ordinal);
        return page[at..page.IndexOf('"', at)];
    }
}
