using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

using SurveyFunctions.Pages;
using SurveyFunctions.Tests.Intake;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Pages;

/// <summary>What is compressed and what never is, under the Functions host and without it, over HTTP and over HTTPS that ended before.</summary>
public sealed partial class CompressionTests(AppFixture app)
{
    private const string Any = "gzip, deflate, br, zstd";

    public static TheoryData<string?, string?> Accepted => new()
    {
        { null, null }, { "identity", null }, { "gzip;q=0", null }, { "br;q=0, gzip;q=0, *;q=0", null }, { "zstd", null },
        { "gzip", "gzip" }, { "br", "br" }, { Any, "gzip" }, { "gzip;q=0.1, br", "br" }, { "br;q=0, gzip;q=0.5", "gzip" },
    };

    private IEnumerable<(HttpClient Client, string Scheme)> Forms =>
        [(app.Standalone.Client, "http"), (app.Standalone.Client, "https"), (app.Hosted.Client, "http"), (app.Hosted.Client, "https")];

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task What_holds_no_secret_is_compressed_as_the_client_asks(string? accepted, string? encoding)
    {
        var wave = await ReleasedAsync();
        string[] addresses =
        [
            "/", SubmissionJson.FormAddress(wave), $"/dashboard/{wave.Id}", $"/api/waves/{wave.Id}/results/network",
            $"/api/waves/{wave.Id}/results/network?format=csv", Asset.Style.Address, "/family/no-such-wave/school-000",
        ];
        foreach (var (client, scheme) in Forms)
        {
            foreach (var address in addresses)
            {
                var plain = await AskAsync(client, scheme, HttpMethod.Get, address, null);
                var answered = await AskAsync(client, scheme, HttpMethod.Get, address, accepted);
                var head = await AskAsync(client, scheme, HttpMethod.Head, address, accepted);

                Assert.Equal((address, encoding), (address, answered["Content-Encoding"]));
                Assert.Equal(WithoutIds(plain.Body), WithoutIds(await DecompressedAsync(answered)));
                foreach (var header in (string[])["Vary", "ETag", "Cache-Control", "Content-Type", "Content-Security-Policy", "X-Content-Type-Options"])
                {
                    Assert.Equal(plain[header], answered[header]);
                    Assert.Equal(plain[header], head[header]);
                }
                Assert.EndsWith("Accept-Encoding", answered["Vary"], StringComparison.Ordinal);
                Assert.Equal((answered.Status, encoding, ""), (head.Status, head["Content-Encoding"], head.Body));
            }
        }
    }

    [Fact]
    public async Task A_receipt_and_what_somebody_typed_are_never_compressed()
    {
        var wave = await app.OpenWaveAsync();
        foreach (var (client, scheme) in Forms)
        {
            var id = Guid.NewGuid();
            var receipt = WithdrawalJson.ReceiptOf(wave, id);
            var form = SubmissionJson.Form(("id", $"{id}"), ("language", "en"), ("channel", "qr"), ("a.overall", "favorable"));
            var json = SubmissionJson.Of(wave, Guid.NewGuid());
            // Long enough that its length is not what keeps it as it is.
            var batch = BatchJson.Of(Enumerable.Range(0, 30).Select(_ => SubmissionJson.Of(wave, Guid.NewGuid())));

            var stored = await PostAsync(client, scheme, SubmissionJson.FormAddress(wave), form);
            Assert.Equal(HttpStatusCode.Created, stored.Status);
            Assert.Contains(receipt, stored.Body, StringComparison.Ordinal);
            var replayed = await PostAsync(client, scheme, SubmissionJson.FormAddress(wave), form);
            Assert.Equal(HttpStatusCode.OK, replayed.Status);
            Assert.Contains(receipt, replayed.Body, StringComparison.Ordinal);
            Assert.All(
                new[]
                {
                    stored,
                    replayed,
                    await PostAsync(client, scheme, SubmissionJson.FormAddress(wave), SubmissionJson.Form(("id", $"{id}"), ("language", "en"))),
                    await PostAsync(client, scheme, SubmissionJson.Address(wave), json),
                    await PostAsync(client, scheme, SubmissionJson.Address(wave), json),
                    await PostAsync(client, scheme, BatchJson.Address(wave), batch),
                    await AskAsync(client, scheme, HttpMethod.Get, WithdrawalJson.PageAddress(wave), Any),
                    await PostAsync(client, scheme, WithdrawalJson.PageAddress(wave), SubmissionJson.Form(("language", "en"), ("receipt", "0"))),
                    await PostAsync(client, scheme, WithdrawalJson.PageAddress(wave), SubmissionJson.Form(("language", "en"), ("receipt", receipt))),
                    await PostAsync(client, scheme, WithdrawalJson.Address(wave), WithdrawalJson.Of(receipt)),
                },
                answered => Assert.Null(answered["Content-Encoding"]));
        }
    }

    [Fact]
    public async Task A_problem_document_is_compressed_when_it_is_long()
    {
        var wave = await app.UntouchedWaveAsync();
        var many = $$"""{"id":"{{Guid.NewGuid()}}",{{string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"no-member-{i}\":1"))}}}""";
        foreach (var (client, scheme) in Forms)
        {
            var shortOne = await PostAsync(client, scheme, SubmissionJson.Address(wave), "no JSON");
            var longOne = await PostAsync(client, scheme, SubmissionJson.Address(wave), many);

            Assert.Equal((HttpStatusCode.BadRequest, null, null), (shortOne.Status, shortOne["Content-Encoding"], shortOne["Vary"]));
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "gzip", "Accept-Encoding"), (longOne.Status, longOne["Content-Encoding"], longOne["Vary"]));
            Assert.Contains("no-member-7", await DecompressedAsync(longOne), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unchanged_release_is_known_again_however_it_was_compressed()
    {
        var wave = await ReleasedAsync();
        foreach (var (client, scheme) in Forms)
        {
            foreach (var address in (string[])[$"/dashboard/{wave.Id}", $"/api/waves/{wave.Id}/results/network"])
            {
                var answered = await AskAsync(client, scheme, HttpMethod.Get, address, "gzip");
                var again = await AskAsync(client, scheme, HttpMethod.Get, address, "br", answered["ETag"]);

                Assert.StartsWith("W/\"", answered["ETag"], StringComparison.Ordinal);
                Assert.Equal((HttpStatusCode.NotModified, "", null), (again.Status, again.Body, again["Content-Encoding"]));
                foreach (var header in (string[])["ETag", "Vary", "Cache-Control"])
                    Assert.Equal(answered[header], again[header]);
            }
        }
    }

    /// <summary>Of a stylesheet: so that a copy of an earlier version never answers for good in the place of the new one.</summary>
    [Fact]
    public async Task Only_the_version_that_an_address_names_may_be_kept_for_ever()
    {
        foreach (var (client, scheme) in Forms)
        {
            async Task<string?> CacheControlAsync(string address) => (await AskAsync(client, scheme, HttpMethod.Get, address, "br"))["Cache-Control"];

            Assert.Equal("public, max-age=31536000, immutable", await CacheControlAsync(Asset.Style.Address));
            Assert.Equal("public, max-age=31536000, immutable", await CacheControlAsync(Asset.Icon.Address));
            Assert.Equal("no-cache", await CacheControlAsync("/assets/site.css"));
            Assert.Equal("no-cache", await CacheControlAsync($"/assets/site.css?v={Asset.Icon.Version}"));
        }
    }

    private static Task<Answered> AskAsync(HttpClient client, string scheme, HttpMethod method, string address, string? accepted, string? known = null)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", scheme);
        if (accepted is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        if (known is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return Answered.ToAsync(client, request);
    }

    private static Task<Answered> PostAsync(HttpClient client, string scheme, string address, string body)
    {
        var mediaType = address.StartsWith("/api", StringComparison.Ordinal) ? "application/json" : WithdrawalJson.FormType;
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", scheme);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", Any);
        return Answered.ToAsync(client, request);
    }

    private static async Task<string> DecompressedAsync(Answered answered)
    {
        var bytes = await answered.Message.Content.ReadAsStreamAsync();
        await using Stream plain = answered["Content-Encoding"] switch
        {
            null => bytes,
            "gzip" => new GZipStream(bytes, CompressionMode.Decompress),
            "br" => new BrotliStream(bytes, CompressionMode.Decompress),
            var other => throw new InvalidDataException($"Nobody asked for {other}."),
        };
        using var text = new StreamReader(plain, Encoding.UTF8);
        return await text.ReadToEndAsync();
    }

    /// <summary>Every form has one of its own.</summary>
    private static string WithoutIds(string page) => Id().Replace(page.TrimStart('\uFEFF'), "id");

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Id();

    private async Task<TestWave> ReleasedAsync()
    {
        var wave = await app.OpenWaveAsync();
        await app.Engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        return wave;
    }
}
