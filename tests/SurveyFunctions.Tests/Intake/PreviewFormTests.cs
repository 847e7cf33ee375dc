using System.Net;

using SurveyEngine.Keys;
using SurveyEngine.Waves;

using SurveyFunctions.Pages;
using SurveyFunctions.Tests.Pages;

using Surveys.Ids;

using TestSupport;

namespace SurveyFunctions.Tests.Intake;

public sealed class PreviewFormTests(AppFixture app)
{
    private const string FormType = "application/x-www-form-urlencoded";

    private HttpClient Client => app.Standalone.Client;

    public static TheoryData<bool> OpenOrNot => [true, false];

    [Theory, MemberData(nameof(OpenOrNot))]
    public async Task The_form_is_marked_in_its_language_and_may_be_looked_at_in_each(bool isOpen)
    {
        var (_, address) = await PreviewAsync(isOpen);

        foreach (var language in new[] { "en", "ar" })
        {
            var page = await Answered.ToGetAsync(Client, $"{address}?lang={language}");

            Assert.Equal(HttpStatusCode.OK, page.Status);
            var markup = Markup.Of(page.Body);
            Assert.Equal(language, markup.Named("html").Single()["lang"]);
            Assert.Contains(PageTexts.In(language)["site.preview"].Value, page.Body, StringComparison.Ordinal);
            Assert.Equal("noindex", markup.Named("meta").Single(tag => tag["name"] == "robots")["content"]);
            Assert.Contains(markup.Named("button"), button => button["name"] == PageFrame.SwitchField && button["value"] != language);
            Assert.Contains("School 0", page.Body, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(OpenOrNot))]
    public async Task What_is_sent_is_checked_and_thanked_for_without_a_receipt_and_never_stored(bool isOpen)
    {
        var (wave, address) = await PreviewAsync(isOpen);

        var refused = await PostAsync(address, ("a.more", "Typed with care"));
        var switched = await PostAsync($"{address}?lang=ar", ("a.more", "Typed with care"), (PageFrame.SwitchField, "ar"));
        var thanked = await PostAsync(address, ("a.overall", "favorable"));
        var again = await PostAsync($"{address}?lang=ar", ("receipt", ""), (PageFrame.SwitchField, "ar"));

        Assert.Equal([422, 200, 200, 200], new[] { refused, switched, thanked, again }.Select(page => (int)page.Status));
        Assert.All([refused, switched], page => Assert.Contains("Typed with care", page.Body, StringComparison.Ordinal));
        Assert.Equal("Thank you", Markup.Of(thanked.Body).Named("h1").Single().Text);
        Assert.Equal(PageTexts.In("ar")["thanks.title"].Value, Markup.Of(again.Body).Named("h1").Single().Text);
        foreach (var (page, language) in new[] { (refused, "en"), (switched, "ar"), (thanked, "en"), (again, "ar") })
            Assert.Contains(PageTexts.In(language)["site.preview"].Value, page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"receipt\"", thanked.Body, StringComparison.Ordinal);
        Assert.Empty(await app.Azurite.Tables.ScanAsync(StoreNames.Responses, $"{wave.Tenant}!", $"{wave.Tenant}!~", take: null, CancellationToken.None)
            .ToListAsync());
    }

    [Fact]
    public async Task A_wrong_token_is_answered_as_a_wave_that_is_not_there()
    {
        var (wave, address) = await PreviewAsync(isOpen: true);
        var (_, other) = await PreviewAsync(isOpen: true);
        var foreign = address.Replace(address.Split('/')[3], other.Split('/')[3], StringComparison.Ordinal);

        var unknown = await Answered.ToGetAsync(Client, address.Replace(wave.Id.Value, "no-such-wave", StringComparison.Ordinal));

        foreach (var wrong in new[] { foreign, $"/preview/{wave.Id}/0/school-000" })
        {
            var page = await Answered.ToGetAsync(Client, wrong);
            Assert.Equal((HttpStatusCode.NotFound, unknown.Body), (page.Status, page.Body));
        }
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(foreign, ("a.overall", "favorable"))).Status);
    }

    [Fact]
    public async Task A_school_that_is_not_asked_has_no_preview_of_a_draft()
    {
        var (_, address) = await PreviewAsync(isOpen: false);

        var page = await Answered.ToGetAsync(Client, address.Replace("school-000", "district-a", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
    }

    private Task<Answered> PostAsync(string address, params (string Name, string Value)[] fields) =>
        Answered.ToPostAsync(Client, address, SubmissionJson.Form([("id", $"{Guid.NewGuid()}"), ("channel", "link"), .. fields]), FormType);

    private async Task<(Wave Wave, string Address)> PreviewAsync(bool isOpen)
    {
        var id = isOpen ? (await app.OpenWaveAsync()).Id : await app.LoadWaveAsync();
        var wave = await app.Engine.Waves.FindAsync(id, CancellationToken.None);
        var token = await app.Engine.Previews.FindOrMakeAsync(wave!.Tenant, id, CancellationToken.None);
        return (wave, Address.OfPreview(id, token, new SchoolId("school-000")));
    }
}
