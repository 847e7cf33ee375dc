using System.Net;

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
        Assert.Equal(SubmissionJson.FormAddress(wave), Assert.Single(Markup.Of(first.Body).Named("form"))["action"]);
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
        Assert.Equal("no-store", first["Cache-Control"]);
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

    [Fact]
    public async Task Without_script_an_answer_to_a_question_that_is_not_asked_is_left_out()
    {
        var wave = await app.OpenWaveAsync();

        var answered = await PostAsync(
            wave, Body(Guid.NewGuid(), ("a.overall", "favorable"), ("a.used-interpreter", "no"), ("a.interpreter", "agree")));

        Assert.Equal(HttpStatusCode.Created, answered.Status);
        Assert.Equal("""{"overall":"favorable","used-interpreter":"no"}""", Assert.Single(await app.ResponsesAsync(wave)).GetString("Answers"));
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

    [Fact]
    public async Task A_closed_wave_says_so_and_takes_nothing()
    {
        var wave = await app.OpenWaveAsync();
        Assert.True(await app.Engine.States.CloseAsync(wave.Wave, CancellationToken.None));

        var shown = await Answered.ToGetAsync(Client, SubmissionJson.FormAddress(wave));
        var posted = await PostAsync(wave, Body(Guid.NewGuid(), ("a.overall", "favorable")));

        Assert.All(new[] { shown, posted }, answered =>
        {
            Assert.Equal(HttpStatusCode.Conflict, answered.Status);
            Assert.Contains("This survey is closed", answered.Body, StringComparison.Ordinal);
            Assert.Empty(Markup.Of(answered.Body).Named("form"));
        });
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task Other_answers_under_the_same_id_are_refused_with_the_way_to_a_new_form()
    {
        var wave = await app.OpenWaveAsync();
        var id = Guid.NewGuid();
        await PostAsync(wave, Body(id, ("a.overall", "favorable")));

        var second = await PostAsync(wave, Body(id, ("a.overall", "unfavorable")));

        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains(Markup.Of(second.Body).Named("a"), link => link["href"]?.StartsWith(SubmissionJson.FormAddress(wave), StringComparison.Ordinal) == true);
        Assert.Equal(SubmissionJson.Favorable, Assert.Single(await app.ResponsesAsync(wave)).GetString("Answers"));
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

    private Task<Answered> PostAsync(TestSupport.Waves.TestWave wave, string body) =>
        Answered.ToPostAsync(Client, SubmissionJson.FormAddress(wave), body, FormType);
}
