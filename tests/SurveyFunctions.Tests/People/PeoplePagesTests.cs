using System.Net;
using System.Text.RegularExpressions;

using SurveyEngine.Auditing;
using SurveyEngine.Keys;
using SurveyEngine.People;

using SurveyFunctions.Tests.Access;

using Surveys.Ids;

using SurveyStorage;

using TestSupport;

namespace SurveyFunctions.Tests.People;

/// <summary>What coordinators and admins do about people on pages, in both forms of the app.</summary>
public sealed partial class PeoplePagesTests(AppFixture app)
{
    [GeneratedRegex("/invitation/[a-z0-9/-]+", RegexOptions.NonBacktracking)]
    private static partial Regex InvitationLink { get; }

    public static TheoryData<bool> Forms => [false, true];

    [Theory, MemberData(nameof(Forms))]
    public async Task A_coordinator_invites_changes_and_revokes_who_is_below_and_nobody_else(bool isHosted)
    {
        var wave = await app.OpenWaveAsync(schools: 4, settings: ""","visibility":"members" """);
        using var coordinator = await app.SignedInAsync(isHosted, wave, new Grant(Role.Coordinator, new ScopeId("district-a")));
        var (above, _) = await app.AddPersonAsync(wave, new Grant(Role.Viewer, null));
        var (beside, _) = await app.AddPersonAsync(wave, new Grant(Role.Coordinator, new ScopeId("district-a")));
        var (other, _) = await app.AddPersonAsync(await app.OpenWaveAsync(), new Grant(Role.Viewer, new ScopeId("school-000")));

        // More than their own.
        foreach (var (role, scope) in new[] { ("viewer", "*"), ("viewer", ""), ("viewer", "school-002"), ("admin", "district-a"), ("coordinator", "network"), ("viewer", "no-such"), ("viewer", "a/b"), ("viewer", "coalition") })
        {
            var refused = await PostAsync(coordinator, "/people", $"name=Diaz&role={role}&scope={Uri.EscapeDataString(scope)}");
            Assert.Equal((role, scope, HttpStatusCode.UnprocessableEntity), (role, scope, refused.Status));
            Assert.Contains("value=\"Diaz\"", refused.Body, StringComparison.Ordinal);
        }
        var both = await PostAsync(coordinator, "/people", "name=+&role=viewer&scope=");
        Assert.Equal(2, Regex.Count(both.Body, "href=\"#(name|scope)\""));

        var invited = await PostAsync(coordinator, "/people", "name=Diaz+%3Cb%3E&role=viewer&scope=school-000");
        Assert.Equal((HttpStatusCode.OK, "no-store, private"), (invited.Status, invited["Cache-Control"]));
        Assert.Contains("Diaz &lt;b&gt;", invited.Body, StringComparison.Ordinal);
        Assert.Contains("<path d=\"M", invited.Body, StringComparison.Ordinal);
        var link = InvitationLink.Match(invited.Body).Value;
        using var viewer = app.NewClient(isHosted);
        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(viewer, link, "")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(viewer, "/your-surveys")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Answered.ToGetAsync(viewer, "/people")).Status);

        var list = (await Answered.ToGetAsync(coordinator, "/people")).Body;
        var id = link.Split('/')[3];
        Assert.Contains($"/people/{id}", list, StringComparison.Ordinal);
        foreach (var hidden in new[] { above.Id, beside.Id, other.Id })
        {
            Assert.DoesNotContain(hidden, list, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await Answered.ToGetAsync(coordinator, $"/people/{hidden}")).Status);
            foreach (var act in new[] { "revoke", "renew", "grant&role=viewer&scope=school-000" })
                Assert.Equal((act, HttpStatusCode.NotFound), (act, (await PostAsync(coordinator, $"/people/{hidden}", $"act={act}")).Status));
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(coordinator, $"/people/{id}", "act=grant&role=viewer&scope=*")).Status);
        // Another school is more than before: with a new link.
        Assert.Matches(InvitationLink, (await PostAsync(coordinator, $"/people/{id}", "act=grant&role=viewer&scope=school-001")).Body);
        Assert.Equal(new Grant(Role.Viewer, new ScopeId("school-001")), (await app.Engine.People.FindAsync(wave.Tenant, id, CancellationToken.None))!.Grant);
        Assert.Matches(InvitationLink, (await PostAsync(coordinator, $"/people/{id}", "act=renew")).Body);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(coordinator, $"/people/{id}", "act=nothing")).Status);
        var revoked = await PostAsync(coordinator, $"/people/{id}", "act=revoke");
        Assert.Equal((HttpStatusCode.SeeOther, "/people?lang=en&done=1"), (revoked.Status, revoked["Location"]));
        // This copy of the app need not wait for a minute.
        Assert.Equal(HttpStatusCode.Found, (await Answered.ToGetAsync(viewer, "/your-surveys")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(coordinator, $"/people/{id}", "act=renew")).Status);

        var acts = await app.Engine.Audit.ReadAsync(wave.Tenant, take: null, CancellationToken.None).Where(entry => entry.Event.Subject == id).ToListAsync();
        Assert.Equal([AuditAct.Revoked, AuditAct.LinkRenewed, AuditAct.LinkRenewed, AuditAct.GrantChanged, AuditAct.SignedIn, AuditAct.Invited], acts.Select(entry => entry.Event.Act));
        Assert.All(acts, entry => Assert.Null(entry.Failed));
        Assert.Equal(["ChangePerson", "AcceptInvitation", "InvitePerson"], acts.Select(entry => entry.By.From).Distinct());
    }

    [Fact]
    public async Task The_last_admin_cannot_be_made_less_nor_revoked()
    {
        var wave = await app.OpenWaveAsync();
        var (admin, secret) = await app.AddPersonAsync(wave, new Grant(Role.Admin, null));
        using var client = app.NewClient(isHosted: false);
        await PostAsync(client, AccessClients.Link(wave, admin, secret), "");
        foreach (var act in new[] { "revoke", "grant&role=viewer&scope=*" })
        {
            var refused = await PostAsync(client, $"/people/{admin.Id}", $"act={act}");
            Assert.Equal((act, HttpStatusCode.UnprocessableEntity), (act, refused.Status));
            Assert.Contains("last admin", refused.Body, StringComparison.Ordinal);
        }
        await app.AddPersonAsync(wave, new Grant(Role.Admin, null));
        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(client, $"/people/{admin.Id}", "act=revoke")).Status);
        Assert.Equal(HttpStatusCode.Found, (await Answered.ToGetAsync(client, "/people")).Status);
    }

    /// <summary>Whoever was above somebody may have a link of theirs, or a session by one.</summary>
    [Fact]
    public async Task Who_may_more_than_before_signs_in_anew_and_who_may_less_need_not()
    {
        var wave = await app.OpenWaveAsync(schools: 4);
        using var admin = await app.SignedInAsync(isHosted: false, wave, new Grant(Role.Admin, null));
        var (person, kept) = await app.AddPersonAsync(wave, new Grant(Role.Viewer, new ScopeId("school-000")));
        using var session = app.NewClient(isHosted: false);
        await PostAsync(session, AccessClients.Link(wave, person, kept), "");
        var (_, unused) = (await app.Engine.People.RenewAsync(wave.Tenant, person.Id, TimeSpan.FromDays(1), AccessClients.By, CancellationToken.None))!.Value;

        var more = await PostAsync(admin, $"/people/{person.Id}", "act=grant&role=coordinator&scope=district-a");
        Assert.Equal(HttpStatusCode.Found, (await Answered.ToGetAsync(session, "/people")).Status);
        using var late = app.NewClient(isHosted: false);
        Assert.Equal(HttpStatusCode.Gone, (await PostAsync(late, AccessClients.Link(wave, person, unused), "")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(late, InvitationLink.Match(more.Body).Value, "")).Status);

        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(admin, $"/people/{person.Id}", "act=grant&role=viewer&scope=school-000")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(late, "/your-surveys")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Answered.ToGetAsync(late, "/people")).Status);
    }

    /// <summary>What they see may be a minute old, and what they change is of now.</summary>
    [Fact]
    public async Task Who_is_revoked_elsewhere_or_whose_tenant_is_gone_changes_nothing_more()
    {
        var wave = await app.OpenWaveAsync();
        var (person, secret) = await app.AddPersonAsync(wave, new Grant(Role.Admin, null));
        await app.AddPersonAsync(wave, new Grant(Role.Admin, null));
        using var client = app.NewClient(isHosted: false);
        await PostAsync(client, AccessClients.Link(wave, person, secret), "");
        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(client, "/people")).Status);

        await app.Engine.People.RevokeAsync(wave.Tenant, person.Id, AccessClients.By, CancellationToken.None);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(client, "/people", "name=Accomplice&role=admin&scope=*")).Status);

        var gone = await app.OpenWaveAsync();
        using var left = await app.SignedInAsync(isHosted: false, gone, new Grant(Role.Admin, null));
        var tenant = (await app.Engine.Tables.GetAsync(StoreNames.Definitions, gone.Tenant.Value, DefinitionsKeys.Tenant, CancellationToken.None))!;
        await app.Engine.Tables.CommitAsync(StoreNames.Definitions, [new RowChange(RowChangeType.Delete, tenant, tenant.ETag)], CancellationToken.None);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(left, "/people", "name=Accomplice&role=admin&scope=*")).Status);
    }

    [Fact]
    public async Task What_a_form_does_not_say_or_says_oddly_is_not_guessed()
    {
        var wave = await app.OpenWaveAsync(schools: 4);
        using var admin = await app.SignedInAsync(isHosted: false, wave, new Grant(Role.Admin, null));
        var (person, _) = await app.AddPersonAsync(wave, new Grant(Role.Viewer, new ScopeId("school-no-more")));
        foreach (var form in new[] { "", "&role=viewer", "&role=viewer&scope=", "&scope=*", "&role=3&scope=*", "&role=Viewer&scope=*", "&role=viewer,admin&scope=*", "&role=viewer&role=admin&scope=*" })
            Assert.Equal((form, HttpStatusCode.UnprocessableEntity), (form, (await PostAsync(admin, $"/people/{person.Id}", $"act=grant{form}")).Status));
        foreach (var name in new[] { "%E2%80%8B", "a%E2%80%AEb", "a%00b", new string('a', 101) })
            Assert.Equal((name, HttpStatusCode.UnprocessableEntity), (name, (await PostAsync(admin, "/people", $"name={name}&role=viewer&scope=*")).Status));
        // A scope that is gone stays chosen, and is not taken for all.
        Assert.Contains("<option value=\"school-no-more\" selected>", (await Answered.ToGetAsync(admin, $"/people/{person.Id}")).Body, StringComparison.Ordinal);
    }

    /// <summary>Only from one of our own pages: else another site could have somebody send what it made up.</summary>
    [Theory, MemberData(nameof(Forms))]
    public async Task What_was_typed_when_the_session_ended_comes_back_and_is_sent_once_signed_in_again(bool isHosted)
    {
        var wave = await app.OpenWaveAsync(schools: 4);
        var (person, secret) = await app.AddPersonAsync(wave, new Grant(Role.Coordinator, null));
        using var client = app.NewClient(isHosted);
        await PostAsync(client, AccessClients.Link(wave, person, secret), "");
        var token = AccessClients.TokenOf((await Answered.ToGetAsync(client, "/people")).Body);
        using var after = app.NewClient(isHosted);
        var typed = $"token={token}&name=Typed+%22here%22&role=viewer&scope=school-001";

        foreach (var site in new[] { null, "cross-site", "same-site", "none" })
        {
            var elsewhere = await SendAsync(after, typed, site);
            Assert.Equal((HttpStatusCode.Found, "/sign-in?lang=en"), (elsewhere.Status, elsewhere["Location"]));
        }
        var over = await SendAsync(after, typed, "same-origin");
        Assert.Equal(HttpStatusCode.Unauthorized, over.Status);
        Assert.Contains("value=\"Typed &quot;here&quot;\"", over.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(token, over.Body, StringComparison.Ordinal);

        var (_, again) = (await app.Engine.People.RenewAsync(wave.Tenant, person.Id, TimeSpan.FromDays(1), AccessClients.By, CancellationToken.None))!.Value;
        await PostAsync(after, AccessClients.Link(wave, person, again), "");
        // The page is still one of nobody.
        var once = await SendAsync(after, typed.Replace(token, AccessClients.TokenOf(over.Body), StringComparison.Ordinal), "same-origin");
        Assert.Equal(HttpStatusCode.Conflict, once.Status);
        var sent = await SendAsync(after, typed.Replace(token, AccessClients.TokenOf(once.Body), StringComparison.Ordinal), "same-origin");
        Assert.Equal(HttpStatusCode.OK, sent.Status);
        Assert.Contains(await app.Engine.People.ListAsync(wave.Tenant, CancellationToken.None), invited => invited.Name == "Typed \"here\"");

        static Task<Answered> SendAsync(HttpClient client, string form, string? site)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/people") { Content = new StringContent(form, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded") };
            if (site is not null)
                request.Headers.Add("Sec-Fetch-Site", site);
            return Answered.ToAsync(client, request);
        }
    }

    [Fact]
    public async Task An_admin_sees_who_did_what_and_takes_it_along()
    {
        var wave = await app.OpenWaveAsync();
        using var admin = await app.SignedInAsync(isHosted: false, wave, new Grant(Role.Admin, null));
        await PostAsync(admin, "/people", "name=Diaz&role=viewer&scope=*");

        var page = await Answered.ToGetAsync(admin, "/audit");
        var csv = await Answered.ToGetAsync(admin, "/audit?format=csv");

        Assert.Contains("Somebody was invited", page.Body, StringComparison.Ordinal);
        Assert.Contains("Diaz", page.Body, StringComparison.Ordinal);
        Assert.Equal(("no-store, private", $"attachment; filename=\"{wave.Tenant}-audit.csv\""), (csv["Cache-Control"], csv["Content-Disposition"]));
        Assert.Equal(["invited", "signed-in", "invited"], csv.Body.Split("\r\n")[1..^1].Select(line => line.Split(',')[3]));
        Assert.DoesNotContain("Diaz", csv.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_alone_makes_keys_for_programs_and_takes_them_back()
    {
        var wave = await app.OpenWaveAsync(schools: 4, settings: ""","visibility":"members" """);
        using var coordinator = await app.SignedInAsync(isHosted: false, wave, new Grant(Role.Coordinator, null));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(coordinator, "/people", "name=Power+BI&role=program&scope=*")).Status);
        using var admin = await app.SignedInAsync(isHosted: false, wave, new Grant(Role.Admin, null));

        var made = await PostAsync(admin, "/people", "name=Power+BI&role=program&scope=school-000");
        Assert.True(ApiKey.TryParse(Regex.Match(made.Body, "surveyfunctions_[a-z0-9_-]+", RegexOptions.NonBacktracking).Value, out var key));
        var program = (await app.Engine.People.FindAsync(wave.Tenant, key.Program, CancellationToken.None))!;
        Assert.Equal((true, new Grant(Role.Viewer, new ScopeId("school-000"))), (program.IsProgram, program.Grant));
        Assert.True(app.Engine.People.IsRight(program, key.Secret));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(admin, $"/people/{program.Id}", "act=grant&role=program&scope=*")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(admin, $"/people/{program.Id}", "act=revoke")).Status);
        Assert.False(app.Engine.People.IsRight((await app.Engine.People.FindAsync(wave.Tenant, key.Program, CancellationToken.None))!, key.Secret));
    }

    [Fact]
    public async Task Nothing_is_done_without_the_token_of_a_page()
    {
        var wave = await app.OpenWaveAsync();
        using var admin = await app.SignedInAsync(isHosted: false, wave, new Grant(Role.Admin, null));
        var before = await app.Engine.People.ListAsync(wave.Tenant, CancellationToken.None);
        foreach (var address in new[] { "/people", $"/people/{before[0].Id}" })
        {
            var refused = await Answered.ToPostAsync(admin, address, "name=Diaz&role=admin&scope=*&act=revoke", "application/x-www-form-urlencoded");
            Assert.Equal((address, HttpStatusCode.BadRequest), (address, refused.Status));
            Assert.Contains("This page was open for too long", refused.Body, StringComparison.Ordinal);
        }
        Assert.Equal(before, await app.Engine.People.ListAsync(wave.Tenant, CancellationToken.None));
    }

    /// <summary>With the token of the page at the same address.</summary>
    private static Task<Answered> PostAsync(HttpClient client, string address, string form) => AccessClients.PostAsync(client, address, form);
}
