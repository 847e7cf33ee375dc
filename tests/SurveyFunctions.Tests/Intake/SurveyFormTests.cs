using System.Net;

using SurveyFunctions.Pages;
using SurveyFunctions.Tests.Pages;

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;

using TestSupport;

namespace SurveyFunctions.Tests.Intake;

/// <summary>The form as a browser without script uses it.</summary>
public sealed class SurveyFormTests(AppFixture app)
{
    private const string FormType = "application/x-www-form-urlencoded";

    private HttpClient Client => app.Standalone.Client;

    [Fact]
    public async Task Each_form_has_an_id_of_its_own_and_only_its_own_browser_keeps_it()
    {
        var wave = await app.OpenWaveAsync();

        var first = await Answered.ToGetAsync(Client, SubmissionJson.FormAddress(wave) + "?via=qr");
        var second = await Answered.ToGetAsync(Client, SubmissionJson.FormAddress(wave));

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal("no-cache, private", first["Cache-Control"]);
        Assert.Equal(("qr", "link"), (Field(first, "channel"), Field(second, "channel")));
        Assert.True(ResponseId.TryParse(Field(first, "id"), out _));
        Assert.NotEqual(Field(first, "id"), Field(second, "id"));
        Assert.Equal($"{SubmissionJson.FormAddress(wave)}?via=qr&amp;lang=en&amp;sent=1", Assert.Single(Markup.Of(first.Body).Named("form"))["action"]);
    }

    [Fact]
    public async Task A_form_at_a_kiosk_is_kept_nowhere()
    {
        var wave = await app.OpenWaveAsync();

        var form = await Answered.ToGetAsync(Client, SubmissionJson.FormAddress(wave) + "?via=kiosk");

        Assert.Equal("no-store", form["Cache-Control"]);
    }

    [Fact]
    public async Task A_form_that_the_storage_did_not_take_comes_back_as_it_was_typed_and_can_be_sent_again()
    {
        var wave = await app.OpenWaveAsync();
        await using var proxy = new FaultyProxy(app.Azurite.Azurite.TableEndpoint);
        await using var alone = await AppProcess.StartAsync(AppProcess.Standalone(proxy.Through(app.Azurite.ConnectionString)));
        await Answered.ToGetAsync(alone.Client, SubmissionJson.FormAddress(wave));
        var id = Guid.NewGuid();
        var body = SubmissionJson.Form(
            ("id", $"{id}"), ("language", "en"), ("channel", "link"), ("a.overall", "favorable"), ("a.more", "Typed with care"));

        proxy.BreakRequests(int.MaxValue);
        var refused = await Answered.ToPostAsync(alone.Client, SubmissionJson.FormAddress(wave), body, FormType);
        proxy.BreakRequests(0);
        var taken = await Answered.ToPostAsync(alone.Client, SubmissionJson.FormAddress(wave), body, FormType);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.NotNull(refused["Retry-After"]);
        Assert.Equal($"{id}", Field(refused, "id"));
        Assert.Contains("Typed with care", refused.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, taken.Status);
        Assert.Single(await app.ResponsesAsync(wave));
        Assert.DoesNotContain("Typed with care", alone.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_posted_form_is_stored_and_thanked_for_with_its_receipt()
    {
        var wave = await app.OpenWaveAsync();
        var id = Guid.NewGuid();
        var body = SubmissionJson.Form(
            ("id", $"{id}"), ("language", "ar"), ("channel", "qr"), ("a.overall", "favorable"), ("a.ways", "letter"), ("a.ways", "phone"),
            ("a.recommend", "9"), ("a.more", "one\r\ntwo"), ("a.welcome", ""));

        var first = await PostAsync(wave, body);
        var second = await PostAsync(wave, body);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.Status, second.Status));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal("ar", first["Content-Language"]);
        Assert.Equal("no-cache, private", first["Cache-Control"]);
        var receipt = Assert.Single(Markup.Of(first.Body).Named("code")).Text;
        Assert.True(Receipt.TryParse(receipt, wave.Id, out var bucket, out var received));
        Assert.Equal((wave.Schools[0].Bucket, new ResponseId(id)), (bucket, received));
        var row = Assert.Single(await app.ResponsesAsync(wave));
        Assert.Equal(("ar", "qr"), (row.GetString("Language"), row.GetString("Channel")));
        Assert.Equal("""{"overall":"favorable","ways":["letter","phone"],"recommend":9,"more":"one\ntwo"}""", row.GetString("Answers"));
    }

    [Fact]
    public async Task Characters_that_nobody_sees_do_not_keep_a_form_from_being_sent()
    {
        var wave = await app.OpenWaveAsync();
        var id = Guid.NewGuid();
        const string Pasted = "one\u000Btwo\u0001 می\u200Cخواهم\u2028three";

        var refused = await PostAsync(wave, Body(id, ("a.more", Pasted)));
        var taken = await PostAsync(wave, Body(id, ("a.overall", "favorable"), ("a.more", Pasted)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("\none\ntwo می\u200Cخواهم\nthree</textarea>", WebUtility.HtmlDecode(refused.Body), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, taken.Status);
        Assert.Equal(
            """{"overall":"favorable","more":"one\ntwo می""" + "\u200C" + """خواهم\nthree"}""",
            Assert.Single(await app.ResponsesAsync(wave)).GetString("Answers"));
    }

    [Fact]
    public async Task Pressing_send_twice_at_once_stores_one_row()
    {
        var wave = await app.OpenWaveAsync();
        var body = Body(Guid.NewGuid(), ("a.overall", "favorable"));

        var answered = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(wave, body)));

        Assert.Single(answered, one => one.Status == HttpStatusCode.Created);
        Assert.Equal(7, answered.Count(one => one.Status == HttpStatusCode.OK));
        Assert.Single(answered.Select(one => Assert.Single(Markup.Of(one.Body).Named("code")).Text).Distinct());
        Assert.Single(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task A_form_with_problems_comes_back_as_it_was_filled_in()
    {
        var wave = await app.OpenWaveAsync();
        var id = Guid.NewGuid();

        var answered = await PostAsync(wave, Body(id, ("a.welcome", "agree"), ("a.ways", "phone"), ("a.more", "<b>Dear \"all\"</b>")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answered.Status);
        var page = Markup.Of(answered.Body);
        Assert.Equal($"{id}", Field(answered, "id"));
        Assert.Equal(
            ["a.welcome agree", "a.ways phone"],
            page.Named("input").Where(input => input.Attributes.ContainsKey("checked")).Select(input => $"{input["name"]} {input["value"]}"));
        Assert.Contains("&lt;b&gt;Dear &quot;all&quot;&lt;/b&gt;", answered.Body, StringComparison.Ordinal);
        Assert.Equal("alert", Assert.Single(page.Tags, tag => tag.HasClass("errors"))["role"]);
        Assert.NotNull(page.WithId("e-overall"));
        Assert.Empty(await app.ResponsesAsync(wave));

        var corrected = await PostAsync(wave, Body(id, ("a.welcome", "agree"), ("a.overall", "favorable")));
        Assert.Equal(HttpStatusCode.Created, corrected.Status);
    }

    [Theory]
    [InlineData("no", "a.interpreter", "agree")]
    [InlineData("", "a.interpreter", "agree")]
    public async Task An_answer_to_a_question_that_is_not_asked_is_never_left_out_silently(string used, string field, string answer)
    {
        var wave = await app.OpenWaveAsync();
        var id = Guid.NewGuid();

        var asked = await PostAsync(wave, Body(id, ("a.overall", "favorable"), ("a.used-interpreter", used), (field, answer)));
        var corrected = await PostAsync(wave, Body(id, ("a.overall", "favorable"), ("a.used-interpreter", "yes"), (field, answer)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.Status);
        var page = Markup.Of(asked.Body);
        Assert.Contains("“Yes” in question 6 (“Did you use an interpreter?”)", asked.Body, StringComparison.Ordinal);
        Assert.Contains(page.Named("input"), input => input["name"] == field && input["value"] == answer && input.Attributes.ContainsKey("checked"));
        Assert.Equal(HttpStatusCode.Created, corrected.Status);
        Assert.Equal("""{"overall":"favorable","used-interpreter":"yes","interpreter":"agree"}""", Assert.Single(await app.ResponsesAsync(wave)).GetString("Answers"));
    }

    [Fact]
    public async Task A_radio_button_that_says_no_answer_is_none()
    {
        var wave = await app.OpenWaveAsync();

        var form = await Answered.ToGetAsync(Client, SubmissionJson.FormAddress(wave));
        var posted = await PostAsync(wave, Body(Guid.NewGuid(), ("a.overall", "favorable"), ("a.welcome", ""), ("a.recommend", "")));

        var clears = Markup.Of(form.Body).Named("input").Where(input => input is { Name: "input" } && input["type"] == "radio" && input["value"] == "").Select(input => input["name"]);
        Assert.Equal(["a.welcome", "a.left-out", "a.home-language", "a.used-interpreter", "a.interpreter", "a.recommend"], clears);
        Assert.Equal(HttpStatusCode.Created, posted.Status);
        Assert.Equal(SubmissionJson.Favorable, Assert.Single(await app.ResponsesAsync(wave)).GetString("Answers"));
    }

    [Fact]
    public async Task Another_language_brings_along_what_was_ticked_and_typed_and_stores_nothing()
    {
        var wave = await app.OpenWaveAsync();
        var id = Guid.NewGuid();
        var english = Markup.Of((await Answered.ToGetAsync(Client, SubmissionJson.FormAddress(wave) + "?via=qr")).Body);
        var button = Assert.Single(english.Named("button"), button => button["value"] == "ar");
        Assert.Equal("?via=qr&amp;lang=ar&amp;sent=1", button["formaction"]);
        Assert.Equal("answers", button["form"]);

        var arabic = await PostAsync(wave, Body(id, ("a.ways", "phone"), ("a.more", "Half a thought"), ("switch", "ar")), "?via=link&lang=ar");
        var sent = await PostAsync(wave, Body(id, ("a.overall", "favorable"), ("a.more", "Half a thought")));

        Assert.Equal((HttpStatusCode.OK, "ar"), (arabic.Status, arabic["Content-Language"]));
        Assert.Equal(($"{id}", "ar"), (Field(arabic, "id"), Field(arabic, "language")));
        Assert.Contains(Markup.Of(arabic.Body).Named("input"), input => input["value"] == "phone" && input.Attributes.ContainsKey("checked"));
        Assert.Contains("Half a thought</textarea>", arabic.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Markup.Of(arabic.Body).Tags, tag => tag["role"] == "alert");
        Assert.Equal(HttpStatusCode.Created, sent.Status);
        Assert.Single(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task Another_language_of_a_form_that_nobody_has_begun_has_an_address()
    {
        var wave = await app.UntouchedWaveAsync();

        var arabic = await PostAsync(wave, Body(Guid.NewGuid(), ("a.more", " "), ("a.welcome", ""), ("switch", "ar")), "?via=link&lang=ar");

        Assert.Equal((302, SubmissionJson.FormAddress(wave) + "?via=link&lang=ar"), ((int)arabic.Status, arabic["Location"]));
    }

    [Fact]
    public async Task The_thanks_come_in_another_language_with_the_same_receipt_and_to_nobody_without_one()
    {
        var wave = await app.OpenWaveAsync();
        var thanks = await PostAsync(wave, Body(Guid.NewGuid(), ("a.overall", "favorable")));
        var receipt = Assert.Single(Markup.Of(thanks.Body).Named("code")).Text;
        Assert.Equal("again", Assert.Single(Markup.Of(thanks.Body).Named("button"), button => button["value"] == "ar")["form"]);
        Assert.Equal(receipt, Field(thanks, "receipt"));

        var arabic = await PostAsync(wave, SubmissionJson.Form(("receipt", receipt), ("switch", "ar")), "?lang=ar");
        var other = Receipt.Format(wave.Id, wave.Schools[0].Bucket, new ResponseId(Guid.NewGuid()));
        var unknown = await PostAsync(wave, SubmissionJson.Form(("receipt", other), ("switch", "ar")), "?lang=ar");

        Assert.Equal((HttpStatusCode.OK, "ar", receipt), (arabic.Status, arabic["Content-Language"], Markup.Of(arabic.Body).Named("code").Single().Text));
        Assert.Equal(HttpStatusCode.Redirect, unknown.Status);
        Assert.Single(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task The_receipt_can_be_saved_as_a_file_and_no_address_holds_it()
    {
        var wave = await app.OpenWaveAsync();

        var thanks = await PostAsync(wave, Body(Guid.NewGuid(), ("a.overall", "favorable")));

        var page = Markup.Of(thanks.Body);
        var receipt = Assert.Single(page.Named("code")).Text;
        var file = Assert.Single(page.Named("a"), link => link["download"] is not null);
        Assert.StartsWith("data:text/plain;charset=utf-8,", file["href"], StringComparison.Ordinal);
        var lines = Uri.UnescapeDataString(file["href"]!.Split(',', 2)[1]).Split("\r\n");
        Assert.Contains(receipt, lines);
        Assert.EndsWith($"/withdraw/{wave.Id}?via=link&lang=en", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(page.Named("a"), link => link["download"] is null && link["href"]!.Contains(receipt, StringComparison.Ordinal));
        Assert.True(page.Tags.ToList().IndexOf(page.Named("h1").Single()) < page.Tags.ToList().IndexOf(page.Named("code").Single()));
    }

    [Fact]
    public async Task Who_asks_stands_on_the_form_and_on_the_thanks()
    {
        var wave = await app.OpenWaveAsync();

        var form = await Answered.ToGetAsync(Client, SubmissionJson.FormAddress(wave));
        var thanks = await PostAsync(wave, Body(Guid.NewGuid(), ("a.overall", "favorable")));

        Assert.All(new[] { form, thanks }, page => Assert.Contains($"<p class=\"kicker\"><bdi>{wave.Wave.TenantName}</bdi>", page.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Audience.Family, Population.Households, "another family")]
    [InlineData(Audience.Family, Population.Students, "another child")]
    [InlineData(Audience.Staff, Population.Staff, "a colleague")]
    [InlineData(Audience.Family, Population.None, null)]
    public async Task The_invitation_follows_whom_the_wave_counts(Audience audience, Population population, string? invited)
    {
        var wave = await app.OpenWaveAsync(audience: audience, population: population);
        var address = SubmissionJson.FormAddress(wave, audience == Audience.Staff ? "school" : "family");

        var thanks = await Answered.ToPostAsync(Client, address, Body(Guid.NewGuid(), ("a.overall", "favorable")), FormType);
        var kiosk = await Answered.ToPostAsync(Client, address, AtKiosk(Guid.NewGuid(), ("a.overall", "favorable")), FormType);

        Assert.Equal(invited is not null, thanks.Body.Contains("Fill in another form", StringComparison.Ordinal));
        Assert.Contains(invited ?? "Thank you", thanks.Body, StringComparison.Ordinal);
        // There is always a next person.
        Assert.Contains(Markup.Of(kiosk.Body).Named("a"), link => link["href"]!.StartsWith($"{address}?via=kiosk", StringComparison.Ordinal));
    }

    [Fact]
    public async Task At_a_kiosk_nothing_of_the_last_person_comes_back()
    {
        var wave = await app.OpenWaveAsync();
        var (id, more) = (Guid.NewGuid(), "The principal is my neighbor");
        var answers = AtKiosk(id, ("a.overall", "favorable"), ("a.more", more));

        var form = await Answered.ToGetAsync(Client, SubmissionJson.FormAddress(wave) + "?via=kiosk");
        var before = await PostAsync(wave, AtKiosk(id, ("a.more", more)));
        var first = await PostAsync(wave, answers);
        var reloaded = await PostAsync(wave, answers);
        var refused = await PostAsync(wave, AtKiosk(id, ("a.more", more)));
        var switched = await PostAsync(wave, AtKiosk(id, ("a.more", more), ("switch", "ar")));
        var changed = await PostAsync(wave, AtKiosk(id, ("a.overall", "unfavorable"), ("a.more", more)));

        Assert.Equal([422, 201, 200, 200, 200, 409], new[] { before, first, reloaded, refused, switched, changed }.Select(answered => (int)answered.Status));
        Assert.Contains(more, before.Body, StringComparison.Ordinal);
        Assert.Single(Markup.Of(first.Body).Named("code"));
        Assert.Empty(Markup.Of(reloaded.Body).Named("code"));
        Assert.All(new[] { first, reloaded, refused, switched, changed }, answered => Assert.DoesNotContain(more, answered.Body, StringComparison.Ordinal));
        Assert.All(new[] { refused, switched }, answered => Assert.NotEqual($"{id}", Field(answered, "id")));
        Assert.All(new[] { form, before, first, reloaded, refused, switched }, answered =>
        {
            Assert.Equal("no-store", answered["Cache-Control"]);
            var script = Assert.Single(Markup.Of(answered.Body).Named("script"), script => script["src"]!.StartsWith("/assets/kiosk.js", StringComparison.Ordinal));
            Assert.StartsWith($"{SubmissionJson.FormAddress(wave)}?via=kiosk", script["data-start"], StringComparison.Ordinal);
        });
        Assert.DoesNotContain(Markup.Of(first.Body).Named("a"), link => link["download"] is not null);
        Assert.Single(await app.ResponsesAsync(wave));
    }

    [Theory]
    [InlineData("", null, "en")]
    [InlineData("?lang=ar", "en", "ar")]
    [InlineData("?lang=AR-eg", "en", "ar")]
    [InlineData("?lang=fr", "ar", "ar")]
    [InlineData("?lang=ar&lang=en", null, "en")]
    [InlineData("", "ar", "ar")]
    [InlineData("", "AR-EG, en;q=0.5", "ar")]
    [InlineData("", "fr, ar;q=0.4, en;q=0.5", "en")]
    [InlineData("", "ar;q=0, en", "en")]
    [InlineData("", "fr, so", "en")]
    public async Task The_language_is_that_of_the_address_else_that_of_the_browser(string query, string? accepted, string language)
    {
        var wave = await app.UntouchedWaveAsync();

        var answered = await Answered.ToGetAsync(
            Client, SubmissionJson.FormAddress(wave) + query, accepted is null ? [] : [("Accept-Language", accepted)]);

        Assert.Equal((language, language), (answered["Content-Language"], Field(answered, "language")));
        Assert.Equal("Accept-Language, Accept-Encoding", answered["Vary"]);
        Assert.Equal(language, Assert.Single(Markup.Of(answered.Body).Named("html"))["lang"]);
    }

    [Fact]
    public async Task The_form_of_another_audience_leads_to_its_own_address_and_loses_nothing()
    {
        var wave = await app.OpenWaveAsync(audience: Audience.Staff);

        var shown = await Answered.ToGetAsync(Client, SubmissionJson.FormAddress(wave) + "?lang=ar&via=qr", ("Host", "evil.example"));
        var posted = await PostAsync(wave, Body(Guid.NewGuid(), ("a.overall", "favorable")));

        Assert.Equal((307, SubmissionJson.FormAddress(wave, "school") + "?lang=ar&via=qr"), ((int)shown.Status, shown["Location"]));
        Assert.Equal((307, SubmissionJson.FormAddress(wave, "school")), ((int)posted.Status, posted["Location"]));
        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(Client, shown["Location"]!)).Status);
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    /// <summary>The page of results is a 404 before.</summary>
    [Fact]
    public async Task Nobody_is_led_to_results_before_there_are_any()
    {
        var wave = await app.OpenWaveAsync();
        var first = await PostAsync(wave, Body(Guid.NewGuid(), ("a.overall", "favorable")));
        await app.Engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        // Of a copy that has not asked before.
        var second = await Answered.ToPostAsync(
            app.Hosted.Client, SubmissionJson.FormAddress(wave), Body(Guid.NewGuid(), ("a.overall", "favorable")), FormType);

        Assert.DoesNotContain("/dashboard/", first.Body, StringComparison.Ordinal);
        var link = Markup.Of(second.Body).Named("a").Single(tag => tag["href"]?.StartsWith("/dashboard/", StringComparison.Ordinal) == true);
        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(Client, WebUtility.HtmlDecode(link["href"]!))).Status);
    }

    [Fact]
    public async Task A_closed_wave_says_so_and_takes_nothing()
    {
        var wave = await app.OpenWaveAsync();
        Assert.True(await app.Engine.States.CloseAsync(wave.Wave, CancellationToken.None));

        var shown = await Answered.ToGetAsync(Client, SubmissionJson.FormAddress(wave));
        var posted = await PostAsync(wave, Body(Guid.NewGuid(), ("a.overall", "favorable")));
        var refused = await PostAsync(wave, Body(Guid.NewGuid(), ("a.more", "Too late")));

        Assert.All(new[] { shown, posted, refused }, answered =>
        {
            Assert.Equal(HttpStatusCode.Conflict, answered.Status);
            Assert.Contains("The survey closed on ", answered.Body, StringComparison.Ordinal);
            Assert.Empty(Markup.Of(answered.Body).Named("form"));
        });
        Assert.Contains("Thank you to everyone who answered", shown.Body, StringComparison.Ordinal);
        Assert.All(new[] { posted, refused }, answered =>
        {
            Assert.Equal("Your answers were not sent", Markup.Of(answered.Body).Named("h1").Single().Text);
            Assert.Contains($"You can still tell the school or {wave.Wave.TenantName}", answered.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("Thank you", answered.Body, StringComparison.Ordinal);
        });
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task A_wave_that_is_loaded_and_not_opened_says_so()
    {
        var wave = await app.LoadWaveAsync();

        var form = await Answered.ToGetAsync(Client, $"/family/{wave}/school-000?lang=ar");
        var posted = await Answered.ToPostAsync(Client, $"/family/{wave}/school-000", Body(Guid.NewGuid(), ("a.overall", "favorable")), FormType);
        var withdrawal = await Answered.ToGetAsync(Client, $"/withdraw/{wave}");
        var dashboard = await Answered.ToGetAsync(Client, $"/dashboard/{wave}");
        var program = await Answered.ToPostAsync(Client, $"/api/waves/{wave}/responses", """{"id":"6f0f3b52-70cb-4d3c-8d0a-2c3a1f1b7a01","school":"school-000","language":"en","answers":{}}""");

        Assert.Equal([409, 409, 409, 404, 409], new[] { form, posted, withdrawal, dashboard, program }.Select(answered => (int)answered.Status));
        Assert.Contains(PageTexts.In("ar")["closed.draft"].Value, form.Body, StringComparison.Ordinal);
        Assert.Equal("Your answers were not sent", Markup.Of(posted.Body).Named("h1").Single().Text);
        Assert.Contains("This survey has not opened yet", posted.Body, StringComparison.Ordinal);
        Assert.Contains("wave-not-open", program.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/Family/{WAVE}/School-000?lang=ar&via=qr", "/family/{wave}/school-000?lang=ar&via=qr")]
    [InlineData("/family/{wave}/school-000.", "/family/{wave}/school-000")]
    [InlineData("/family/{wave}/school-000,?lang=ar", "/family/{wave}/school-000?lang=ar")]
    [InlineData("/family/{wave}/school%E2%80%91000%E2%80%9D", "/family/{wave}/school-000")]
    [InlineData("/family/{wave}/school%E2%80%8B-000%20", "/family/{wave}/school-000")]
    [InlineData("/family/{wave}/school-000?lang=ar.", "/family/{wave}/school-000?lang=ar")]
    [InlineData("/family/{wave}/school-000?lang=ar&via=kiosk%E3%80%82", "/family/{wave}/school-000?lang=ar&via=kiosk")]
    [InlineData("/family/{wave}/school-000?lang=ar&amp;via=kiosk", "/family/{wave}/school-000?lang=ar&via=kiosk")]
    [InlineData("/DASHBOARD/{wave}).", "/dashboard/{wave}")]
    [InlineData("/Withdraw/{wave}", "/withdraw/{wave}")]
    public async Task An_address_as_people_copy_it_leads_to_the_true_one(string copied, string address)
    {
        var wave = await app.UntouchedWaveAsync();
        string Of(string pattern) => pattern.Replace("{wave}", wave.Id.Value, StringComparison.Ordinal).Replace("{WAVE}", wave.Id.Value.ToUpperInvariant(), StringComparison.Ordinal);

        var answered = await Answered.ToGetAsync(Client, Of(copied));

        Assert.Equal((307, Of(address)), ((int)answered.Status, answered["Location"]));
    }

    [Theory]
    [InlineData("/family/no-such-wave/x.")]
    [InlineData("/%5Cevil.example/A.")]
    [InlineData("/%E2%80%8B/evil.example")]
    [InlineData("/A%252541")]
    public async Task An_address_is_corrected_once_and_on_this_site(string copied)
    {
        var answered = await Answered.ToGetAsync(Client, copied);

        if (answered["Location"] is { } corrected)
        {
            Assert.Matches("^/[^/\\\\]", corrected);
            Assert.Equal(HttpStatusCode.NotFound, (await Answered.ToGetAsync(Client, corrected)).Status);
        }
        else
        {
            Assert.Equal(HttpStatusCode.NotFound, answered.Status);
        }
    }

    [Fact]
    public async Task Other_answers_under_the_same_id_can_take_the_place_of_the_first_and_are_counted_once()
    {
        var wave = await app.OpenWaveAsync();
        var id = Guid.NewGuid();
        await PostAsync(wave, Body(id, ("a.overall", "favorable")));

        var asked = await PostAsync(wave, Body(id, ("a.overall", "unfavorable"), ("a.more", "On second thought")));
        var replacement = Body(Guid.Parse(Field(asked, "id")!), ("replaces", Field(asked, "replaces")!), ("a.overall", "unfavorable"), ("a.more", "On second thought"));
        var incomplete = await PostAsync(wave, replacement.Replace("unfavorable", "", StringComparison.Ordinal));
        var replaced = await PostAsync(wave, replacement);
        var again = await PostAsync(wave, replacement);
        var late = await PostAsync(wave, Body(id, ("a.overall", "favorable")));

        Assert.Equal([409, 422, 201, 200, 409], new[] { asked, incomplete, replaced, again, late }.Select(answered => (int)answered.Status));
        Assert.Equal(($"{id}", $"{id}"), (Field(asked, "replaces"), Field(incomplete, "replaces")));
        Assert.NotEqual($"{id}", Field(asked, "id"));
        Assert.Equal(Field(asked, "id"), Field(incomplete, "id"));
        Assert.Contains("Replace what I sent", asked.Body, StringComparison.Ordinal);
        Assert.Contains("On second thought</textarea>", asked.Body, StringComparison.Ordinal);
        Assert.Contains(Markup.Of(asked.Body).Named("a"), link => link["href"]?.StartsWith(SubmissionJson.FormAddress(wave), StringComparison.Ordinal) == true);
        Assert.Contains("have taken the place of those you sent before", replaced.Body, StringComparison.Ordinal);
        Assert.Equal(replaced.Body, again.Body);
        // Who goes back to the first form once more is asked again, and not told that they are no longer counted.
        Assert.Contains("Replace what I sent", late.Body, StringComparison.Ordinal);
        Assert.Equal(
            """{"overall":"unfavorable","more":"On second thought"}""",
            Assert.Single(await app.ResponsesAsync(wave), row => row.GetString("Answers") is not null).GetString("Answers"));
    }

    [Fact]
    public async Task What_was_withdrawn_is_not_replaced()
    {
        var wave = await app.OpenWaveAsync();
        var (id, other) = (Guid.NewGuid(), Guid.NewGuid());
        await PostAsync(wave, Body(id, ("a.overall", "favorable")));
        await app.Engine.Accept.WithdrawAsync(new SurveyEngine.Intake.Withdrawal(wave.Wave, wave.Schools[0].Bucket, new ResponseId(id)));

        var answered = await PostAsync(wave, Body(other, ("replaces", $"{id}"), ("a.overall", "unfavorable")));

        Assert.Equal(HttpStatusCode.Gone, answered.Status);
        Assert.Contains("These answers were withdrawn", answered.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(await app.ResponsesAsync(wave), row => row.GetString("Answers") is not null);
    }

    [Fact]
    public async Task At_a_kiosk_nothing_is_replaced()
    {
        var wave = await app.OpenWaveAsync();
        var (id, other) = (Guid.NewGuid(), Guid.NewGuid());
        await PostAsync(wave, AtKiosk(id, ("a.overall", "favorable")));

        var changed = await PostAsync(wave, AtKiosk(id, ("a.overall", "unfavorable")));
        var forged = await PostAsync(wave, AtKiosk(other, ("replaces", $"{id}"), ("a.overall", "unfavorable")));

        Assert.Equal(HttpStatusCode.Conflict, changed.Status);
        Assert.DoesNotContain("replaces", changed.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, forged.Status);
        Assert.Equal(2, (await app.ResponsesAsync(wave)).Count(row => row.GetString("Answers") is not null));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ID")]
    public async Task A_form_that_replaces_nothing_is_a_response_of_its_own(string replaces)
    {
        var wave = await app.OpenWaveAsync();
        var id = $"{Guid.NewGuid()}";

        var answered = await PostAsync(wave, Body(Guid.Parse(id), ("replaces", replaces == "ID" ? id : replaces), ("a.overall", "favorable")));

        Assert.Equal(HttpStatusCode.Created, answered.Status);
        Assert.Single(await app.ResponsesAsync(wave));
    }

    [Theory]
    [InlineData("", 422)]
    [InlineData("id=nonsense", 422)]
    [InlineData("&&&=&==&%=%&a.=&a.overall", 422)]
    [InlineData("id=ID&a.overall=favorable&a.overall=unfavorable", 422)]
    [InlineData("id=ID&a.overall=favorable&a.recommend=%FF%FE%00", 422)]
    [InlineData("id=ID&id=ID&a.overall=favorable", 422)]
    [InlineData("id=ID&a.overall=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx%F0%9F%91%A9", 422)]
    [InlineData("id=ID&a.overall=favorable&a.no-such=1", 422)]
    public async Task A_form_that_no_browser_sends_is_refused_as_a_page(string body, int status)
    {
        var wave = await app.UntouchedWaveAsync();

        var answered = await PostAsync(wave, body.Replace("ID", $"{Guid.NewGuid()}", StringComparison.Ordinal));

        Assert.Equal((status, "text/html; charset=utf-8"), ((int)answered.Status, answered["Content-Type"]));
        Markup.Of(answered.Body);
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task A_form_too_large_or_of_another_type_is_refused_as_a_page()
    {
        var wave = await app.UntouchedWaveAsync();

        var large = await PostAsync(wave, Body(Guid.NewGuid(), ("a.overall", "favorable"), ("a.more", new string('x', 97 * 1024))));
        var json = await Answered.ToPostAsync(Client, SubmissionJson.FormAddress(wave), SubmissionJson.Of(wave, Guid.NewGuid()));

        Assert.Equal((413, 415), ((int)large.Status, (int)json.Status));
        Assert.All(new[] { large, json }, answered => Assert.Equal("text/html; charset=utf-8", answered["Content-Type"]));
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task An_unknown_wave_or_school_is_a_page_that_says_so()
    {
        var wave = await app.UntouchedWaveAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await Answered.ToGetAsync(Client, "/family/no-such-wave/school-000")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Answered.ToGetAsync(Client, $"/family/{wave.Id}/no-such-school")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Answered.ToGetAsync(Client, $"/family/{wave.Id}/district-a")).Status);
    }

    private static string? Field(Answered form, string name) =>
        Assert.Single(Markup.Of(form.Body).Named("input"), input => input["name"] == name)["value"];

    private static string Body(Guid id, params (string, string)[] answers) =>
        SubmissionJson.Form([("id", $"{id}"), ("language", "en"), ("channel", "link"), .. answers]);

    private static string AtKiosk(Guid id, params (string, string)[] answers) =>
        SubmissionJson.Form([("id", $"{id}"), ("language", "en"), ("channel", "kiosk"), .. answers]);

    private Task<Answered> PostAsync(TestSupport.Waves.TestWave wave, string body, string query = "") =>
        Answered.ToPostAsync(Client, SubmissionJson.FormAddress(wave) + query, body, FormType);
}
