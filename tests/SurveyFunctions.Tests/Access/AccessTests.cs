using System.Net;

using SurveyEngine.Auditing;
using SurveyEngine.People;

using SurveyFunctions.Access;

using Surveys.Ids;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Access;

/// <summary>Who sees the results of a wave that is not public, in both forms of the app.</summary>
public sealed class AccessTests(AppFixture app, ITestOutputHelper output)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private static readonly Actor By = AccessClients.By;


    public static TheoryData<bool> Forms => [false, true];

    [Theory, MemberData(nameof(Forms))]
    public async Task Who_may_see_what(bool isHosted)
    {
        var wave = await ReleasedAsync(""","visibility":"members" """);
        var other = await ReleasedAsync(""","visibility":"members" """);
        var scopes = new[] { "network", "district-a", "district-b", "school-000", "school-001", "school-002", "coalition" };
        (string Who, HttpClient Client, string[] Sees)[] readers =
        [
            ("nobody", NewClient(isHosted), []),
            ("viewer of all", await SignedInAsync(isHosted, wave, new Grant(Role.Viewer, null)), scopes),
            ("coordinator of all", await SignedInAsync(isHosted, wave, new Grant(Role.Coordinator, null)), scopes),
            ("admin", await SignedInAsync(isHosted, wave, new Grant(Role.Admin, null)), scopes),
            ("viewer of the top", await SignedInAsync(isHosted, wave, new Grant(Role.Viewer, new ScopeId("network"))), scopes[..6]),
            ("viewer of a district", await SignedInAsync(isHosted, wave, new Grant(Role.Viewer, new ScopeId("district-a"))), ["network", "district-a", "school-000", "school-001"]),
            ("viewer of a school", await SignedInAsync(isHosted, wave, new Grant(Role.Viewer, new ScopeId("school-000"))), ["network", "district-a", "school-000"]),
            ("viewer of a collection", await SignedInAsync(isHosted, wave, new Grant(Role.Viewer, new ScopeId("coalition"))), ["network", "school-000", "school-002", "coalition"]),
            ("viewer of nothing in it", await SignedInAsync(isHosted, wave, new Grant(Role.Viewer, new ScopeId("elsewhere"))), []),
            ("admin of another tenant", await SignedInAsync(isHosted, other, new Grant(Role.Admin, null)), []),
            ("program of all", await ProgramAsync(isHosted, wave, scope: null), scopes),
            ("program of a district", await ProgramAsync(isHosted, wave, new ScopeId("district-a")), ["network", "district-a", "school-000", "school-001"]),
            ("program of another tenant", await ProgramAsync(isHosted, other, scope: null), []),
        ];
        foreach (var (who, client, sees) in readers)
        {
            Assert.Equal((who, sees.Length > 0), (who, (await Answered.ToGetAsync(client, $"/about-figures/{wave.Id}")).Status is HttpStatusCode.OK));
            foreach (var scope in scopes)
            {
                var expected = (who, scope, sees.Contains(scope) ? HttpStatusCode.OK : HttpStatusCode.NotFound);
                foreach (var address in new[] { $"/dashboard/{wave.Id}/{scope}", $"/api/waves/{wave.Id}/results/{scope}", $"/api/waves/{wave.Id}/results/{scope}?format=csv" })
                {
                    var answered = await Answered.ToGetAsync(client, address);
                    Assert.Equal(expected, (who, scope, answered.Status));
                    if (answered.Status is HttpStatusCode.OK)
                        Assert.Equal(("no-store, private", "noindex"), (answered["Cache-Control"], answered["X-Robots-Tag"]));
                }
            }
            client.Dispose();
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Who_may_call_what_that_is_not_of_a_wave(bool isHosted)
    {
        var wave = await app.OpenWaveAsync(schools: 4);
        var (somebody, _) = await AddAsync(wave, new Grant(Role.Viewer, new ScopeId("school-000")));
        var (foreign, _) = await AddAsync(await app.OpenWaveAsync(schools: 4), new Grant(Role.Viewer, new ScopeId("school-000")));
        (string Method, string Address)[] calls =
            [("GET", "/your-surveys"), ("GET", "/people"), ("GET", $"/people/{somebody.Id}"), ("GET", $"/people/{foreign.Id}"), ("GET", "/audit"), ("GET", "/audit?format=csv"), ("POST", "/people"), ("POST", $"/people/{somebody.Id}"), ("POST", "/sign-out")];
        // A form without its token: 400 says that it would be taken with it.
        (string Who, HttpClient Client, int[] Statuses)[] callers =
        [
            ("nobody", NewClient(isHosted), [302, 302, 302, 302, 302, 302, 302, 302, 302]),
            ("viewer", await SignedInAsync(isHosted, wave, new Grant(Role.Viewer, null)), [200, 404, 404, 404, 404, 404, 404, 404, 400]),
            ("coordinator of a district", await SignedInAsync(isHosted, wave, new Grant(Role.Coordinator, new ScopeId("district-a"))), [200, 200, 200, 404, 404, 404, 400, 400, 400]),
            ("coordinator of another", await SignedInAsync(isHosted, wave, new Grant(Role.Coordinator, new ScopeId("district-b"))), [200, 200, 404, 404, 404, 404, 400, 400, 400]),
            ("admin", await SignedInAsync(isHosted, wave, new Grant(Role.Admin, null)), [200, 200, 200, 404, 200, 200, 400, 400, 400]),
            ("program", await ProgramAsync(isHosted, wave, scope: null), [302, 302, 302, 302, 302, 302, 302, 302, 302]),
        ];
        foreach (var (who, client, statuses) in callers)
        {
            foreach (var ((method, address), status) in calls.Zip(statuses))
            {
                var answered = method == "GET" ? await Answered.ToGetAsync(client, address) : await Answered.ToPostAsync(client, address, "act=revoke", "application/x-www-form-urlencoded");
                Assert.Equal((who, method, address, status), (who, method, address, (int)answered.Status));
                output.WriteLine($"{who,-26} {method,-4} {address,-24} {status}");
            }
            client.Dispose();
        }
    }

    /// <summary>So that nobody learns which waves there are.</summary>
    [Theory, MemberData(nameof(Forms))]
    public async Task What_one_may_not_see_is_answered_as_what_is_not_there(bool isHosted)
    {
        var wave = await ReleasedAsync(""","visibility":"members" """);
        using var client = NewClient(isHosted);
        foreach (var address in new[] { "/dashboard/{0}", "/dashboard/{0}/network", "/dashboard/{0}/no-such-scope", "/about-figures/{0}", "/api/waves/{0}/results/network", "/api/waves/{0}/results/no-such-scope" })
        {
            var there = await Answered.ToGetAsync(client, string.Format(address, wave.Id));
            var not = await Answered.ToGetAsync(client, string.Format(address, "no-such-wave"));
            Assert.Equal((HttpStatusCode.NotFound, not.Body), (there.Status, there.Body));
            Assert.Equal(not.Message.Headers.Select(header => header.Key).Order(), there.Message.Headers.Select(header => header.Key).Order());
        }
    }

    [Fact]
    public async Task Before_the_first_release_only_those_see_that_there_is_a_wave_whose_scope_it_has()
    {
        var wave = await app.OpenWaveAsync(schools: 4, settings: ""","visibility":"members" """);
        foreach (var (scope, code) in new[] { ("school-000", "results-not-ready"), ("district-a", "results-not-ready"), ("coalition", "results-not-ready"), ("elsewhere", "unknown-wave") })
        {
            using var client = await SignedInAsync(isHosted: false, wave, new Grant(Role.Viewer, new ScopeId(scope)));
            Assert.Equal((scope, code), (scope, (await Answered.ToGetAsync(client, $"/api/waves/{wave.Id}/results/{scope}")).Code));
            Assert.Equal(code == "unknown-wave", (await Answered.ToGetAsync(client, $"/about-figures/{wave.Id}")).Status is HttpStatusCode.NotFound);
            Assert.Equal(code == "unknown-wave", !(await Answered.ToGetAsync(client, "/your-surveys")).Body.Contains("Test wave", StringComparison.Ordinal));
        }
    }

    /// <summary>Of what is above a school its viewer sees no other school, nor parts that are of others.</summary>
    [Fact]
    public async Task Above_ones_own_scope_one_sees_no_other_below_it()
    {
        var wave = await ReleasedAsync(""","visibility":"members" """);
        using var client = await SignedInAsync(isHosted: false, wave, new Grant(Role.Viewer, new ScopeId("school-000")));

        var top = await Answered.ToGetAsync(client, $"/api/waves/{wave.Id}/results/network");
        var district = await Answered.ToGetAsync(client, $"/api/waves/{wave.Id}/results/district-a");

        Assert.Equal(["district-a"], top.Json.GetProperty("children").EnumerateArray().Select(child => child.GetProperty("scope").GetProperty("id").GetString()));
        Assert.Equal(["school-000"], district.Json.GetProperty("children").EnumerateArray().Select(child => child.GetProperty("scope").GetProperty("id").GetString()));
        Assert.Contains("/dashboard/", (await Answered.ToGetAsync(client, "/your-surveys")).Body, StringComparison.Ordinal);
        Assert.Contains($"/dashboard/{wave.Id}/school-000", (await Answered.ToGetAsync(client, "/your-surveys")).Body, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_link_signs_in_once_and_only_by_its_button(bool isHosted)
    {
        var wave = await app.OpenWaveAsync(settings: ""","visibility":"members" """);
        var (person, secret) = await AddAsync(wave, new Grant(Role.Viewer, null));
        using var client = NewClient(isHosted);

        // A messenger looks at it, twice.
        for (var look = 0; look < 2; look++)
            Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(client, Link(wave, person, secret))).Status);
        Assert.Equal(HttpStatusCode.OK, (await Answered.ToAsync(client, new HttpRequestMessage(HttpMethod.Head, Link(wave, person, secret)))).Status);
        // From another site, which has no token.
        Assert.Equal(HttpStatusCode.BadRequest, (await Answered.ToPostAsync(client, Link(wave, person, secret), "", "application/x-www-form-urlencoded")).Status);
        Assert.Equal(HttpStatusCode.Found, (await Answered.ToGetAsync(client, "/your-surveys")).Status);

        var signedIn = await RedeemAsync(client, wave, person, secret);
        Assert.Equal((HttpStatusCode.SeeOther, "/your-surveys?lang=en"), (signedIn.Status, signedIn["Location"]));
        Assert.Matches("session=[^;]+; path=/; samesite=lax; httponly", signedIn["Set-Cookie"]!);
        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(client, "/your-surveys")).Status);
        using var late = NewClient(isHosted);
        Assert.Equal(HttpStatusCode.Gone, (await RedeemAsync(late, wave, person, secret)).Status);
    }

    /// <summary>Each looks the same from outside.</summary>
    [Fact]
    public async Task A_link_that_is_wrong_signs_nobody_in()
    {
        var wave = await app.OpenWaveAsync();
        var other = await app.OpenWaveAsync();
        var (person, secret) = await AddAsync(wave, new Grant(Role.Viewer, null));
        var (expired, late) = await app.Engine.People.AddAsync(wave.Tenant, "Late", new Grant(Role.Viewer, null), isProgram: false, TimeSpan.FromSeconds(-1), By, CancellationToken.None);
        var (program, key) = await app.Engine.People.AddAsync(wave.Tenant, "Program", new Grant(Role.Viewer, null), isProgram: true, Lifetime, By, CancellationToken.None);
        var (revoked, taken) = await AddAsync(wave, new Grant(Role.Viewer, null));
        await app.Engine.People.RevokeAsync(wave.Tenant, revoked.Id, By, CancellationToken.None);
        var (renewed, old) = await AddAsync(wave, new Grant(Role.Viewer, null));
        await app.Engine.People.RenewAsync(wave.Tenant, renewed.Id, Lifetime, By, CancellationToken.None);
        string[] links =
        [
            Link(wave, person, secret[..^1]), Link(wave, person, secret[..^1] + (secret[^1] == '0' ? '1' : '0')), Link(other, person, secret), Link(wave, program, key),
            Link(wave, expired, late), Link(wave, revoked, taken), Link(wave, renewed, old), Link(wave, expired, secret), $"/invitation/{wave.Tenant}/nobody/{secret}", $"/invitation/{wave.Tenant}/a%5Cb/{secret}", $"/invitation/{wave.Tenant}/{new string('a', 600)}/{secret}", $"/invitation/no-tenant/{person.Id}/{secret}",
        ];
        var bodies = new HashSet<string>();
        foreach (var link in links)
        {
            using var client = NewClient(isHosted: false);
            Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(client, link)).Status);
            var answered = await RedeemAsync(client, link);
            Assert.Equal((link, HttpStatusCode.Gone), (link, answered.Status));
            Assert.DoesNotContain("session=", answered["Set-Cookie"] ?? "", StringComparison.Ordinal);
            bodies.Add(answered.Body);
        }
        Assert.Single(bodies);
        // None of that used up the true one.
        using var right = NewClient(isHosted: false);
        Assert.Equal(HttpStatusCode.SeeOther, (await RedeemAsync(right, wave, person, secret)).Status);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Who_signed_out_is_led_to_sign_in_and_so_is_a_made_up_session(bool isHosted)
    {
        var wave = await ReleasedAsync(""","visibility":"members" """);
        var (person, secret) = await AddAsync(wave, new Grant(Role.Viewer, null));
        var (here, there) = (NewClient(isHosted), NewClient(isHosted));
        await RedeemAsync(here, wave, person, secret);
        var (_, again) = (await app.Engine.People.RenewAsync(wave.Tenant, person.Id, Lifetime, By, CancellationToken.None))!.Value;
        await RedeemAsync(there, wave, person, again);

        // Without the token nothing happens.
        Assert.Equal(HttpStatusCode.BadRequest, (await Answered.ToPostAsync(here, "/sign-out", "everywhere=1", "application/x-www-form-urlencoded")).Status);
        var page = await Answered.ToGetAsync(here, "/your-surveys");
        var signedOut = await Answered.ToPostAsync(here, "/sign-out", $"token={AccessClients.TokenOf(page.Body)}", "application/x-www-form-urlencoded");
        Assert.Equal((HttpStatusCode.SeeOther, "/sign-in?lang=en&why=signed-out"), (signedOut.Status, signedOut["Location"]));
        Assert.Equal(HttpStatusCode.NotFound, (await Answered.ToGetAsync(here, $"/dashboard/{wave.Id}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(there, $"/dashboard/{wave.Id}")).Status);

        foreach (var address in new[] { $"/dashboard/{wave.Id}", "/dashboard/no-such-wave", "/your-surveys" })
        {
            using var forger = NewClient(isHosted);
            var answered = await Answered.ToGetAsync(forger, address, ("Cookie", "session=CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
            Assert.Equal((address, HttpStatusCode.Found, "/sign-in?lang=en"), (address, answered.Status, answered["Location"]));
        }
        here.Dispose();
        there.Dispose();
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Signing_out_on_all_devices_ends_every_session(bool isHosted)
    {
        var wave = await app.OpenWaveAsync(settings: ""","visibility":"members" """);
        var (person, secret) = await AddAsync(wave, new Grant(Role.Viewer, null));
        using var here = NewClient(isHosted);
        using var there = NewClient(isHosted);
        await RedeemAsync(here, wave, person, secret);
        var (_, again) = (await app.Engine.People.RenewAsync(wave.Tenant, person.Id, Lifetime, By, CancellationToken.None))!.Value;
        await RedeemAsync(there, wave, person, again);
        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(there, "/your-surveys")).Status);

        var token = AccessClients.TokenOf((await Answered.ToGetAsync(here, "/your-surveys")).Body);
        Assert.Equal(HttpStatusCode.SeeOther, (await Answered.ToPostAsync(here, "/sign-out", $"token={token}&everywhere=1", "application/x-www-form-urlencoded")).Status);

        foreach (var client in new[] { here, there })
            Assert.Equal(HttpStatusCode.Found, (await Answered.ToGetAsync(client, "/your-surveys")).Status);
    }

    [Fact]
    public async Task Who_answers_is_led_to_results_only_if_they_are_public()
    {
        foreach (var (settings, isLed) in new[] { (""","visibility":"members" """, false), (""","visibility":"public" """, true) })
        {
            var wave = await ReleasedAsync(settings);
            var sent = await Answered.ToPostAsync(
                app.Standalone.Client, $"/family/{wave.Id}/school-000?lang=en&sent=1", $"id={Guid.NewGuid()}&language=en&a.overall=favorable", "application/x-www-form-urlencoded");
            Assert.Equal((HttpStatusCode.Created, isLed), (sent.Status, sent.Body.Contains($"/dashboard/{wave.Id}", StringComparison.Ordinal)));
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Search_engines_may_find_what_is_public_alone(bool isHosted)
    {
        var wave = await ReleasedAsync(settings: "");
        using var client = NewClient(isHosted);

        foreach (var address in new[] { "/", $"/dashboard/{wave.Id}/network", $"/api/waves/{wave.Id}/results/network" })
            Assert.Null((await Answered.ToGetAsync(client, address))["X-Robots-Tag"]);
        foreach (var address in new[] { "/sign-in", $"/family/{wave.Id}/school-000", "/dashboard/no-such-wave", $"/invitation/{wave.Tenant}/nobody/0" })
            Assert.Equal("noindex", (await Answered.ToGetAsync(client, address))["X-Robots-Tag"]);
    }

    /// <summary>Its cookie has a name that no other host can set, and is believed by no other name, nor without https.</summary>
    [Fact]
    public async Task Behind_a_proxy_that_is_named_a_session_needs_https()
    {
        var wave = await app.OpenWaveAsync(settings: ""","visibility":"members" """);
        var (person, secret) = await AddAsync(wave, new Grant(Role.Viewer, null));
        await using var process = await AppProcess.StartAsync(new Dictionary<string, string>(AppProcess.Standalone(app.Azurite.ConnectionString)) { ["TrustedProxies"] = "127.0.0.1" });
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = process.Client.BaseAddress };
        (string, string)[] proxied = [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "surveys.example.org"), ("X-Forwarded-For", "203.0.113.9")];

        // From outside without https, and from a proxy that says nothing of it.
        Assert.Equal(HttpStatusCode.BadRequest, (await Answered.ToGetAsync(client, Link(wave, person, secret), ("Host", "surveys.example.org"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Answered.ToGetAsync(client, Link(wave, person, secret), ("Via", "1.1 proxy"))).Status);
        var page = await Answered.ToGetAsync(client, Link(wave, person, secret), proxied);
        var request = new HttpRequestMessage(HttpMethod.Post, Link(wave, person, secret))
        {
            Content = new StringContent($"token={AccessClients.TokenOf(page.Body)}", System.Text.Encoding.ASCII, "application/x-www-form-urlencoded"),
        };
        foreach (var (name, value) in proxied.Append(("Cookie", page["Set-Cookie"]!.Split(';')[0])))
            request.Headers.Add(name, value);
        var cookie = (await Answered.ToAsync(client, request))["Set-Cookie"]!;
        Assert.Matches("^__Host-session=[^;]+; path=/; secure; samesite=lax; httponly", cookie);
        var session = cookie.Split(';')[0];

        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(client, "/your-surveys", [.. proxied, ("Cookie", session)])).Status);
        Assert.Equal(HttpStatusCode.Found, (await Answered.ToGetAsync(client, "/your-surveys", [.. proxied, ("Cookie", session["__Host-".Length..])])).Status);
        Assert.Equal(HttpStatusCode.Found, (await Answered.ToGetAsync(client, "/your-surveys", ("Host", "surveys.example.org"), ("Cookie", session["__Host-".Length..]))).Status);
    }

    /// <summary>Whoever answers is not asked who they are, whatever their browser says of itself.</summary>
    [Theory, MemberData(nameof(Forms))]
    public async Task A_form_and_an_asset_know_no_session(bool isHosted)
    {
        var wave = await app.OpenWaveAsync();
        using var nobody = NewClient(isHosted);
        using var viewer = await SignedInAsync(isHosted, wave, new Grant(Role.Viewer, null));
        foreach (var address in new[] { $"/family/{wave.Id}/school-000", SurveyFunctions.Pages.Asset.Style.Address })
        {
            Assert.Equal(
                (await Answered.ToGetAsync(nobody, address))["Cache-Control"], (await Answered.ToGetAsync(viewer, address))["Cache-Control"]);
        }
    }

    [Fact]
    public async Task A_wave_that_is_published_anybody_reads()
    {
        var wave = await ReleasedAsync(""","visibility":"members" """);
        using var client = NewClient(isHosted: false);
        Assert.Equal(HttpStatusCode.NotFound, (await Answered.ToGetAsync(client, $"/dashboard/{wave.Id}")).Status);

        Assert.True(await app.Engine.States.PublishAsync(wave.Wave, CancellationToken.None));
        Assert.False(await app.Engine.States.PublishAsync(wave.Wave, CancellationToken.None));

        app.Engine.Waves.Forget(wave.Id);
        Assert.True((await app.Engine.Waves.RequireAsync(wave.Tenant, wave.Id, CancellationToken.None)).IsPublic);
    }

    [Fact]
    public async Task Who_tries_a_link_too_often_waits_and_the_link_holds()
    {
        var wave = await app.OpenWaveAsync();
        var (person, secret) = await AddAsync(wave, new Grant(Role.Viewer, null));
        var (other, another) = await AddAsync(wave, new Grant(Role.Viewer, null));
        using var client = NewClient(isHosted: false);
        var wrong = Link(wave, person, new string('0', secret.Length));

        for (var i = 0; i < Attempts.MostOfLink; i++)
            Assert.Equal(HttpStatusCode.Gone, (await RedeemAsync(client, wrong)).Status);

        var refused = await RedeemAsync(client, wave, person, secret);
        Assert.Equal((HttpStatusCode.TooManyRequests, "60"), (refused.Status, refused["Retry-After"]));
        Assert.NotNull((await app.Engine.People.FindAsync(wave.Tenant, person.Id, CancellationToken.None))!.SecretHash);
        Assert.Equal(HttpStatusCode.SeeOther, (await RedeemAsync(client, wave, other, another)).Status);
    }

    /// <summary>Each is answered the same, whatever it asks for.</summary>
    [Theory, MemberData(nameof(Forms))]
    public async Task A_key_that_does_not_hold_is_told_so_and_nothing_else(bool isHosted)
    {
        var wave = await ReleasedAsync(""","visibility":"members" """);
        var (program, secret) = await AddProgramAsync(wave, scope: null);
        var (revoked, taken) = await AddProgramAsync(wave, scope: null);
        await app.Engine.People.RevokeAsync(wave.Tenant, revoked.Id, By, CancellationToken.None);
        var (expired, late) = await app.Engine.People.AddAsync(wave.Tenant, "Late", new Grant(Role.Viewer, null), isProgram: true, TimeSpan.FromSeconds(-1), By, CancellationToken.None);
        var (person, link) = await AddAsync(wave, new Grant(Role.Viewer, null));
        string[] wrong =
        [
            "Bearer", "Basic YTpi", "Bearer x", $"Bearer {ApiKey.Of(program, secret[..^1])}", $"Bearer {ApiKey.Of(revoked, taken)}", $"Bearer {ApiKey.Of(expired, late)}",
            $"Bearer {ApiKey.Of(person, link)}", $"Bearer {ApiKey.Of(program, secret) with { Tenant = new TenantId("another") }}", $"Bearer {ApiKey.Of(program with { Id = "nobody" }, secret)}",
            $"Bearer {ApiKey.Of(program with { Id = new string('a', 9_000) }, secret)}",
        ];
        var bodies = new HashSet<string>();
        using var client = NewClient(isHosted);
        foreach (var authorization in wrong)
        {
            foreach (var id in new[] { wave.Id.Value, "no-such-wave" })
            {
                var answered = await Answered.ToGetAsync(client, $"/api/waves/{id}/results/network", ("Authorization", authorization));
                Assert.Equal((authorization, HttpStatusCode.Unauthorized, "Bearer"), (authorization, answered.Status, answered["WWW-Authenticate"]));
                bodies.Add(answered.Body);
            }
        }
        Assert.Single(bodies);
        // A key is for reading results; it signs nobody in.
        Assert.Equal(HttpStatusCode.Found, (await Answered.ToGetAsync(client, "/your-surveys", ("Authorization", $"Bearer {ApiKey.Of(program, secret)}"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(client, $"/api/waves/{wave.Id}/results/network", ("Authorization", $"bearer {ApiKey.Of(program, secret)}"))).Status);
    }

    private HttpClient NewClient(bool isHosted) => app.NewClient(isHosted);

    private Task<HttpClient> SignedInAsync(bool isHosted, TestWave wave, Grant grant) => app.SignedInAsync(isHosted, wave, grant);

    private async Task<HttpClient> ProgramAsync(bool isHosted, TestWave wave, ScopeId? scope)
    {
        var (program, secret) = await AddProgramAsync(wave, scope);
        var client = NewClient(isHosted);
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {ApiKey.Of(program, secret)}");
        return client;
    }

    private Task<(Person Program, string Secret)> AddProgramAsync(TestWave wave, ScopeId? scope) =>
        app.Engine.People.AddAsync(wave.Tenant, "Power BI", new Grant(Role.Viewer, scope), isProgram: true, Lifetime, By, CancellationToken.None);

    private Task<(Person Person, string Secret)> AddAsync(TestWave wave, Grant grant) => app.AddPersonAsync(wave, grant);

    private static string Link(TestWave wave, Person person, string secret) => AccessClients.Link(wave, person, secret);

    private static Task<Answered> RedeemAsync(HttpClient client, TestWave wave, Person person, string secret) => RedeemAsync(client, Link(wave, person, secret));

    private static Task<Answered> RedeemAsync(HttpClient client, string link) => AccessClients.PostAsync(client, link, "");

    private async Task<TestWave> ReleasedAsync(string settings)
    {
        var wave = await app.OpenWaveAsync(schools: 4, settings: settings + ""","pace":200""");
        await Task.WhenAll(Enumerable.Range(0, 96).Select(i => app.Engine.Accept.AcceptAsync(
            wave.Submission(school: i % 4, answers: $$"""{"overall":"{{(i / 4 % 2 == 0 ? "favorable" : "unfavorable")}}"}"""))));
        await app.Engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        return wave;
    }
}
