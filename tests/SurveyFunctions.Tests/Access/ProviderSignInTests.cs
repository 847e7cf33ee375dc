using System.Net;
using System.Text.RegularExpressions;

using SurveyEngine.People;

using TestSupport;
using TestSupport.FunctionsHost;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Access;

/// <summary>Signing in with a real provider of identities, in both forms of the app.</summary>
public sealed partial class ProviderSignInTests(AppFixture app, ProviderFixture providers) : IClassFixture<ProviderFixture>
{
    private readonly IdentityProviderProcess _provider = providers.Provider;

    [GeneratedRegex("name=\"prompt\" value=\"(?<prompt>[a-z]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Prompt { get; }

    [GeneratedRegex("<input type=\"hidden\" name=\"xsrf\" value=\"(?<xsrf>[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Xsrf { get; }

    [Fact]
    public async Task Who_signs_in_may_what_the_provider_says_and_is_the_same_the_next_time()
    {
        var wave = await app.OpenWaveAsync(schools: 4, settings: ""","visibility":"members" """);
        await using var standalone = await StandaloneAsync(wave, "groups=leaders:coordinator:district-a", "groups=alder:viewer:school-000");
        await using var hosted = await EmulatedFunctionsHost.StartAsync(With(AppProcess.UnderFunctionsHost(app.Azurite.ConnectionString), wave, "groups=alder:admin"));
        using var client = ClientOf(standalone.Address);

        Assert.Contains("Sign in with the district", (await Answered.ToGetAsync(client, "/sign-in")).Body, StringComparison.Ordinal);
        var came = await SignInAsync(client, "diaz.alder.leaders");
        Assert.Equal((HttpStatusCode.Found, "/your-surveys?lang=en", "no-store, no-cache"), (came.Status, came["Location"], came["Cache-Control"]));
        Assert.Matches("session=[^;]+; path=/; samesite=lax; httponly", string.Join('|', came.Message.Headers.GetValues("Set-Cookie")));
        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(client, "/people")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Answered.ToGetAsync(client, "/audit")).Status);

        using var under = ClientOf(hosted.Address);
        Assert.Equal("/your-surveys?lang=en", (await SignInAsync(under, "diaz.alder.leaders"))["Location"]);
        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(under, "/audit")).Status);

        var person = Assert.Single(await app.Engine.People.ListAsync(wave.Tenant, CancellationToken.None));
        Assert.Equal(("diaz.alder.leaders (of tests)", new Grant(Role.Admin, null)), (person.Name, person.Grant));
        var entries = await app.Engine.Audit.ReadAsync(wave.Tenant, take: null, CancellationToken.None).Where(entry => entry.By.Id == person.Id).ToListAsync();
        Assert.Equal(
            ["SignedIn admin of all", "SignedIn coordinator of district-a", "Invited coordinator of district-a"], entries.Select(entry => $"{entry.Event.Act} {entry.Event.Detail}"));
    }

    [Fact]
    public async Task Who_has_no_claim_that_is_named_or_is_revoked_sees_nothing_and_is_told()
    {
        var wave = await app.OpenWaveAsync(settings: ""","visibility":"members" """);
        await using var standalone = await StandaloneAsync(wave, "groups=leaders:viewer");
        using var client = ClientOf(standalone.Address);

        var refused = await SignInAsync(client, "nobody");
        Assert.Equal("/sign-in?lang=en&why=refused", refused["Location"]);
        Assert.Empty(await app.Engine.People.ListAsync(wave.Tenant, CancellationToken.None));
        Assert.Contains("nothing here that you may see", (await Answered.ToGetAsync(client, refused["Location"]!)).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await Answered.ToGetAsync(client, "/your-surveys")).Status);

        using var second = ClientOf(standalone.Address);
        await SignInAsync(second, "diaz.leaders");
        var person = Assert.Single(await app.Engine.People.ListAsync(wave.Tenant, CancellationToken.None));
        await app.Engine.People.RevokeAsync(wave.Tenant, person.Id, AccessClients.By, CancellationToken.None);
        using var third = ClientOf(standalone.Address);
        Assert.Equal("/sign-in?lang=en&why=refused", (await SignInAsync(third, "diaz.leaders"))["Location"]);
    }

    [Fact]
    public async Task What_comes_back_counts_once_and_only_where_it_was_asked_for()
    {
        var wave = await app.OpenWaveAsync();
        await using var standalone = await StandaloneAsync(wave, "groups=leaders:viewer");
        using var client = ClientOf(standalone.Address);
        var callback = await WalkAsync(client, "diaz.leaders");

        // In another browser, which has not asked; without its cookies; with another state.
        using (var other = ClientOf(standalone.Address))
            Assert.Equal("/sign-in?lang=en&why=failed", (await Answered.ToGetAsync(other, callback))["Location"]);
        Assert.Equal("/sign-in?lang=en&why=failed", (await Answered.ToGetAsync(client, callback.Replace("state=CfDJ", "state=CfDK", StringComparison.Ordinal)))["Location"]);
        Assert.Equal("/sign-in?lang=en&why=failed", (await Answered.ToGetAsync(client, "/provider/callback"))["Location"]);
        Assert.Equal("/your-surveys?lang=en", (await Answered.ToGetAsync(client, callback))["Location"]);
        Assert.Equal("/sign-in?lang=en&why=failed", (await Answered.ToGetAsync(client, callback))["Location"]);
        Assert.Equal(HttpStatusCode.NotFound, (await Answered.ToGetAsync(client, "/provider/elsewhere")).Status);
    }

    /// <summary>Only our own function answers there, after all that every request goes through.</summary>
    [Fact]
    public async Task Behind_a_proxy_that_is_named_the_session_is_one_of_https()
    {
        var wave = await app.OpenWaveAsync();
        var settings = With(AppProcess.Standalone(app.Azurite.ConnectionString), wave, "groups=leaders:viewer");
        settings["TrustedProxies"] = "127.0.0.1";
        await using var standalone = await AppProcess.StartAsync(settings);
        using var client = new HttpClient(new CookieJar()) { BaseAddress = standalone.Address, DefaultRequestHeaders = { { "Accept-Language", "en" } } };
        foreach (var (name, value) in new[] { ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "127.0.0.1"), ("X-Forwarded-For", "203.0.113.9") })
            client.DefaultRequestHeaders.Add(name, value);

        var came = await SignInAsync(client, "diaz.leaders");

        Assert.Matches("__Host-session=[^;]+; path=/; secure; samesite=lax; httponly", string.Join('|', came.Message.Headers.GetValues("Set-Cookie")));
        Assert.NotNull(came["Content-Security-Policy"]);
        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(client, "/your-surveys")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Answered.ToGetAsync(client, "/signout-oidc")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(client, "/your-surveys")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Answered.ToPostAsync(client, "/provider/callback", "code=1&state=2", "application/x-www-form-urlencoded")).Status);
        // Without https nobody is sent there.
        Assert.Equal(HttpStatusCode.BadRequest, (await Answered.ToGetAsync(standalone.Client, "/provider/sign-in", ("Host", "surveys.example.org"))).Status);
    }

    /// <summary>In words that anybody can choose.</summary>
    [Fact]
    public async Task What_somebody_comes_back_with_is_in_no_log()
    {
        var wave = await app.OpenWaveAsync();
        await using var standalone = await StandaloneAsync(wave, "groups=leaders:viewer");
        using var client = ClientOf(standalone.Address);
        var state = new Uri((await Answered.ToGetAsync(client, "/provider/sign-in"))["Location"]!).Query.Split('&').Single(part => part.StartsWith("state=", StringComparison.Ordinal));

        Assert.Equal("/sign-in?lang=en&why=failed", (await Answered.ToGetAsync(client, $"/provider/callback?{state}&error=e&error_description=x%0D%0Afail:+made+up"))["Location"]);

        Assert.DoesNotContain("made up", standalone.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_here_offers_to_sign_out_of_the_provider_which_leads_back()
    {
        var wave = await app.OpenWaveAsync();
        await using var standalone = await StandaloneAsync(wave, "groups=leaders:coordinator");
        using var client = ClientOf(standalone.Address);
        await SignInAsync(client, "diaz.leaders");
        var token = AccessClients.TokenOf((await Answered.ToGetAsync(client, "/your-surveys")).Body);

        var signedOut = await Answered.ToPostAsync(client, "/sign-out", $"token={token}", "application/x-www-form-urlencoded");
        Assert.Contains("/provider/sign-out?lang=en", (await Answered.ToGetAsync(client, signedOut["Location"]!)).Body, StringComparison.Ordinal);
        var there = await Answered.ToGetAsync(client, "/provider/sign-out?lang=en");
        Assert.StartsWith($"{_provider.Issuer.OriginalString}/session/end", there["Location"], StringComparison.Ordinal);
        var asked = await Answered.ToGetAsync(client, there["Location"]!);
        var xsrf = Xsrf.Match(asked.Body).Groups["xsrf"].Value;
        var back = await Answered.ToPostAsync(client, $"{_provider.Issuer.OriginalString}/session/end/confirm", $"xsrf={xsrf}&logout=yes", "application/x-www-form-urlencoded");
        Assert.StartsWith($"{standalone.Address}provider/signed-out", back["Location"], StringComparison.Ordinal);
        Assert.Equal("/sign-in?lang=en", (await Answered.ToGetAsync(client, back["Location"]!))["Location"]);
        Assert.Equal(HttpStatusCode.Found, (await Answered.ToGetAsync(client, "/your-surveys")).Status);
    }

    [Fact]
    public async Task An_app_without_a_secret_shows_the_token_that_stands_for_it()
    {
        var wave = await app.OpenWaveAsync();
        var settings = With(AppProcess.Standalone(app.Azurite.ConnectionString), wave, "groups=leaders:viewer");
        settings.Remove("SignInClientSecret");
        settings["SignIn"] = settings["SignIn"].Replace(
            $"\"clientId\":\"{IdentityProviderProcess.ClientId}\"", $"\"clientId\":\"{IdentityProviderProcess.FederatedClientId}\",\"clientAssertionFile\":\"{_provider.AssertionFile}\"", StringComparison.Ordinal);
        await using var standalone = await AppProcess.StartAsync(settings);
        using var client = ClientOf(standalone.Address);
        Assert.Equal("/your-surveys?lang=en", (await SignInAsync(client, "diaz.leaders"))["Location"]);
    }

    [Fact]
    public async Task While_the_provider_is_away_it_is_said_and_links_sign_in()
    {
        var wave = await app.OpenWaveAsync();
        var settings = With(AppProcess.Standalone(app.Azurite.ConnectionString), wave, "groups=leaders:viewer");
        settings["SignIn"] = settings["SignIn"].Replace(_provider.Issuer.OriginalString, $"http://127.0.0.1:{FreePort.Find()}", StringComparison.Ordinal);
        await using var standalone = await AppProcess.StartAsync(settings);
        using var client = ClientOf(standalone.Address);

        var away = await Answered.ToGetAsync(client, "/provider/sign-in");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "60"), (away.Status, away["Retry-After"]));
        var (person, secret) = await app.AddPersonAsync(wave, new Grant(Role.Viewer, null));
        Assert.Equal(HttpStatusCode.SeeOther, (await AccessClients.PostAsync(client, AccessClients.Link(wave, person, secret), "")).Status);
    }

    /// <summary>With what is missing and wrong, all at once.</summary>
    [Fact]
    public async Task Settings_that_are_wrong_keep_the_app_from_starting_and_are_told()
    {
        var settings = AppProcess.Standalone(app.Azurite.ConnectionString);
        settings["SignInClientSecret"] = "@Microsoft.KeyVault(SecretUri=https://x)";
        foreach (var (json, expected) in new[]
        {
            ("[", new[] { "SignIn is no JSON object" }),
            ("""{"authority":"https://login.microsoftonline.com/common/v2.0"}""", ["authority is"]),
            (
                """{"tenant":"No Tenant","authority":"http://login.example.org","clientAssertionFile":"x","grants":["groups","groups=a:admin:alder"]}""",
                ["tenant is 'No Tenant'", "authority is", "clientId is missing", "SignIn needs one of", "is still a reference", "'groups'", "'groups=a:admin:alder'"]),
        })
        {
            settings["SignIn"] = json;
            var (code, output) = await AppProcess.RunAsync(settings);
            Assert.Equal(1, code);
            Assert.All(expected, problem => Assert.Contains(problem, output, StringComparison.Ordinal));
        }
    }

    private Dictionary<string, string> With(Dictionary<string, string> settings, TestWave wave, params IReadOnlyList<string> grants)
    {
        foreach (var (name, value) in _provider.Settings(wave.Tenant.Value, grants))
            settings[name] = value;
        return settings;
    }

    private Task<AppProcess> StandaloneAsync(TestWave wave, params IReadOnlyList<string> grants) =>
        AppProcess.StartAsync(With(AppProcess.Standalone(app.Azurite.ConnectionString), wave, grants));

    private static HttpClient ClientOf(Uri address) => new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = address,
        DefaultRequestHeaders = { { "Accept-Language", "en" } },
    };

    private static async Task<Answered> SignInAsync(HttpClient client, string name) => await Answered.ToGetAsync(client, await WalkAsync(client, name));

    /// <summary>To the provider, through its pages, and to the address at which it leads back.</summary>
    private static async Task<string> WalkAsync(HttpClient client, string name)
    {
        var answered = await Answered.ToGetAsync(client, "/provider/sign-in?lang=en");
        var address = new Uri(answered["Location"]!);
        Assert.Contains("code_challenge_method=S256", address.Query, StringComparison.Ordinal);
        // The default of this kind of answer, so that it need not be said.
        Assert.Contains("response_type=code", address.Query, StringComparison.Ordinal);
        Assert.DoesNotContain("form_post", address.Query, StringComparison.Ordinal);
        while (!address.AbsolutePath.StartsWith("/provider/callback", StringComparison.Ordinal))
        {
            answered = await Answered.ToGetAsync(client, address.AbsoluteUri);
            if (Prompt.Match(answered.Body) is { Success: true } asked)
            {
                answered = await Answered.ToPostAsync(
                    client, address.AbsoluteUri, $"prompt={asked.Groups["prompt"].Value}&login={name}&password=any", "application/x-www-form-urlencoded");
            }
            address = new Uri(address, answered["Location"]!);
        }
        return address.PathAndQuery;
    }
}

/// <summary>Sends every cookie that was set, as a browser does over the https of a proxy.</summary>
internal sealed class CookieJar() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    private readonly Dictionary<string, string> _cookies = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        var answer = await base.SendAsync(request, cancellationToken);
        foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
        {
            var (name, value) = (set.Split('=')[0], set[(set.IndexOf('=') + 1)..set.IndexOf(';')]);
            if (value.Length > 0)
                _cookies[name] = value;
            else
                _cookies.Remove(name);
        }
        return answer;
    }
}

public sealed class ProviderFixture : IAsyncLifetime
{
    public IdentityProviderProcess Provider { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Provider = await IdentityProviderProcess.StartAsync();

    public ValueTask DisposeAsync() => Provider.DisposeAsync();
}
