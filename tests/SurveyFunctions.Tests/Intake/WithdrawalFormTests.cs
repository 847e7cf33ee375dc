using System.Net;

using SurveyFunctions.Tests.Pages;

using Surveys.Definitions;
using Surveys.Ids;

using TestSupport;

namespace SurveyFunctions.Tests.Intake;

/// <summary>The page as a browser without script uses it.</summary>
public sealed class WithdrawalFormTests(AppFixture app)
{
    private HttpClient Client => app.Standalone.Client;

    [Fact]
    public async Task The_thanks_lead_to_the_page_and_the_page_withdraws_the_answers()
    {
        var wave = await app.OpenWaveAsync(schools: 60);
        var thanks = await Answered.ToPostAsync(
            Client,
            SubmissionJson.FormAddress(wave, school: 59),
            SubmissionJson.Form(("id", $"{Guid.NewGuid()}"), ("language", "ar"), ("a.overall", "favorable")),
            WithdrawalJson.FormType);
        var receipt = Assert.Single(Markup.Of(thanks.Body).Named("code")).Text;
        var link = Assert.Single(Markup.Of(thanks.Body).Named("a"), link => link["href"]!.StartsWith("/withdraw", StringComparison.Ordinal))["href"]!;

        Assert.Equal($"{WithdrawalJson.PageAddress(wave)}?via=link&amp;lang=ar", link);
        var page = await Answered.ToGetAsync(Client, WebUtility.HtmlDecode(link));
        Assert.Equal((HttpStatusCode.OK, "ar", "no-store"), (page.Status, page["Content-Language"], page["Cache-Control"]));
        var form = Assert.Single(Markup.Of(page.Body).Named("form"));
        Assert.Equal(("post", WithdrawalJson.PageAddress(wave)), (form["method"], form["action"]));
        var field = Assert.Single(Markup.Of(page.Body).Named("textarea"));
        Assert.Equal(("receipt", "ltr", "off", "false", "text"), (field["name"], field["dir"], field["autocomplete"], field["spellcheck"], field["inputmode"]));

        var done = await WithdrawalJson.PostPageAsync(Client, wave, receipt, "ar");
        var again = await WithdrawalJson.PostPageAsync(Client, wave, receipt, "ar");

        Assert.All(new[] { done, again }, answered =>
        {
            Assert.Equal((HttpStatusCode.OK, "ar", "no-store"), (answered.Status, answered["Content-Language"], answered["Cache-Control"]));
            Assert.Equal("سُحبت إجاباتك", Assert.Single(Markup.Of(answered.Body).Named("h1")).Text);
            Assert.DoesNotContain(receipt, answered.Body, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Null(Assert.Single(await app.ResponsesAsync(wave)).GetString("Answers"));
    }

    [Theory]
    [InlineData("", "Please type your receipt.")]
    [InlineData("  \r\n ", "Please type your receipt.")]
    [InlineData("abcde-fghjk", "A character is wrong or missing")]
    [InlineData("OTHER", "receipt of another survey")]
    [InlineData("<b>\"x\"</b>", "A character is wrong or missing")]
    public async Task What_is_no_receipt_comes_back_as_it_was_typed(string typed, string message)
    {
        var wave = await app.UntouchedWaveAsync();
        typed = typed.Replace("OTHER", Surveys.Answers.Receipt.Format(wave.Id, wave.Wave.Buckets, new ResponseId(Guid.NewGuid())), StringComparison.Ordinal);

        var answered = await WithdrawalJson.PostPageAsync(Client, wave, typed);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "no-store"), (answered.Status, answered["Cache-Control"]));
        var page = Markup.Of(answered.Body);
        Assert.StartsWith("Problem: ", Assert.Single(page.Named("title")).Text, StringComparison.Ordinal);
        Assert.Equal("alert", Assert.Single(page.Tags, tag => tag.HasClass("errors"))["role"]);
        var field = page.WithId("receipt")!;
        Assert.Equal(("true", "receipt-hint receipt-error"), (field["aria-invalid"], field["aria-describedby"]));
        Assert.Equal(typed, WebUtility.HtmlDecode(field.Text)[1..]);
        Assert.Contains(message, page.WithId("receipt-error")!.Text, StringComparison.Ordinal);
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task What_the_storage_did_not_take_comes_back_and_can_be_sent_again()
    {
        var wave = await app.OpenWaveAsync();
        var id = Guid.NewGuid();
        var receipt = WithdrawalJson.ReceiptOf(wave, id);
        await app.Engine.Accept.AcceptAsync(wave.Submission(id: new ResponseId(id)));
        await using var proxy = new FaultyProxy(app.Azurite.Azurite.TableEndpoint);
        await using var alone = await AppProcess.StartAsync(AppProcess.Standalone(proxy.Through(app.Azurite.ConnectionString)));
        await Answered.ToGetAsync(alone.Client, WithdrawalJson.PageAddress(wave));

        proxy.BreakRequests(int.MaxValue);
        var refused = await WithdrawalJson.PostPageAsync(alone.Client, wave, receipt.ToLowerInvariant());
        proxy.BreakRequests(0);
        var taken = await WithdrawalJson.PostPageAsync(alone.Client, wave, receipt);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no-store"), (refused.Status, refused["Cache-Control"]));
        Assert.NotNull(refused["Retry-After"]);
        Assert.Contains("Your answers are not withdrawn yet", refused.Body, StringComparison.Ordinal);
        Assert.Equal(receipt.ToLowerInvariant(), Markup.Of(refused.Body).WithId("receipt")!.Text[1..]);
        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.Null(Assert.Single(await app.ResponsesAsync(wave)).GetString("Answers"));
        foreach (var secret in new[] { receipt, receipt[..11], $"{id}", $"{id:N}" })
            Assert.DoesNotContain(secret, alone.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_closed_wave_says_so_and_withdraws_nothing()
    {
        var wave = await app.OpenWaveAsync();
        var (withdrawn, kept) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var id in new[] { withdrawn, kept })
            await app.Engine.Accept.AcceptAsync(wave.Submission(id: new ResponseId(id)));
        await app.Engine.Accept.WithdrawAsync(new SurveyEngine.Intake.Withdrawal(wave.Wave, wave.Schools[0].Bucket, new ResponseId(withdrawn)));
        Assert.True(await app.Engine.States.CloseAsync(wave.Wave, CancellationToken.None));

        var shown = await Answered.ToGetAsync(Client, WithdrawalJson.PageAddress(wave));
        var late = await WithdrawalJson.PostPageAsync(Client, wave, WithdrawalJson.ReceiptOf(wave, kept));
        var mistyped = await WithdrawalJson.PostPageAsync(Client, wave, "nonsense");
        var again = await WithdrawalJson.PostPageAsync(Client, wave, WithdrawalJson.ReceiptOf(wave, withdrawn));
        var thanks = await Answered.ToPostAsync(
            Client,
            SubmissionJson.FormAddress(wave),
            SubmissionJson.Form(("id", $"{kept}"), ("language", "en"), ("a.overall", "favorable")),
            WithdrawalJson.FormType);

        Assert.All(new[] { shown, late, mistyped }, answered =>
        {
            Assert.Equal(HttpStatusCode.Conflict, answered.Status);
            Assert.Contains("Answers can be withdrawn only while the survey is open.", answered.Body, StringComparison.Ordinal);
            Assert.Empty(Markup.Of(answered.Body).Named("form"));
        });
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Contains("Your answers are withdrawn", again.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, thanks.Status);
        Assert.DoesNotContain("/withdraw", thanks.Body, StringComparison.Ordinal);
        Assert.Single(await app.ResponsesAsync(wave), row => row.GetString("Answers") is not null);
    }

    [Theory]
    [InlineData("?lang=ar", "en", "ar")]
    [InlineData("?lang=es", "ar", "ar")]
    [InlineData("", null, "en")]
    public async Task The_languages_are_those_of_the_survey(string query, string? accepted, string language)
    {
        var wave = await app.UntouchedWaveAsync();

        var answered = await Answered.ToGetAsync(
            Client, WithdrawalJson.PageAddress(wave) + query, accepted is null ? [] : [("Accept-Language", accepted)]);

        Assert.Equal(language, answered["Content-Language"]);
        Assert.Equal([language == "ar" ? "en" : "ar"], Markup.Of(answered.Body).Named("button").Select(button => button["value"]).OfType<string>());
    }

    [Theory]
    [InlineData(Audience.Staff)]
    [InlineData(Audience.Member)]
    public async Task Every_audience_has_the_page(Audience audience)
    {
        var wave = await app.OpenWaveAsync(audience: audience);

        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(Client, WithdrawalJson.PageAddress(wave))).Status);
    }

    [Fact]
    public async Task A_demo_is_labelled_and_what_no_browser_sends_is_refused_as_a_page()
    {
        var wave = await app.OpenWaveAsync(settings: ""","demo":true""");
        Assert.Contains("Demo data", (await Answered.ToGetAsync(Client, WithdrawalJson.PageAddress(wave))).Body, StringComparison.Ordinal);

        var json = await Answered.ToPostAsync(Client, WithdrawalJson.PageAddress(wave), "{}");
        var large = await WithdrawalJson.PostPageAsync(Client, wave, new string('x', 97 * 1024));
        var nowhere = await Answered.ToGetAsync(Client, "/withdraw/no-such-wave");
        var nothing = await Answered.ToPostAsync(Client, WithdrawalJson.PageAddress(wave), "&&=%&receipt&receipt=%FF%00", WithdrawalJson.FormType);

        Assert.Equal([415, 413, 404, 422], new[] { json, large, nowhere, nothing }.Select(answered => (int)answered.Status));
        Assert.All(new[] { json, large, nowhere, nothing }, answered => Assert.Equal("text/html; charset=utf-8", answered["Content-Type"]));
        Assert.Empty(await app.ResponsesAsync(wave));
    }
}
