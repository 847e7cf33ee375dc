using System.Net;
using System.Text;

using SurveyEngine.Waves;

using SurveyFunctions.Pages;
using SurveyFunctions.Tests.Intake;

using Surveys.DefinitionFiles;
using Surveys.Definitions;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Pages;

/// <summary>A language that a tenant brings to its pages.</summary>
public sealed class TenantLanguageTests(AppFixture app)
{
    private const string Amharic = "am";

    private HttpClient Client => app.Standalone.Client;

    [Fact]
    public async Task Every_page_of_the_tenants_waves_has_its_words_name_and_direction()
    {
        var wave = await OpenAsync("""
            "form.submit": "ላክ", "thanks.title": "አመሰግናለሁ", "withdraw.title": "ሰርዝ", "dashboard.children": "ርዕሶች", "start.results": "ውጤት",
            "problem.unknown-school": "ትምህርት ቤት የለም", "problem.results-not-ready": "ውጤት የለም", "closed.over": "ተዘግቷል"
            """);
        var form = SubmissionJson.FormAddress(wave);

        await AssertSaysAsync(form, "ላክ");
        await AssertSaysAsync(WithdrawalJson.PageAddress(wave), "ሰርዝ");
        await AssertSaysAsync($"/family/{wave.Id}/no-such-school", "ትምህርት ቤት የለም", HttpStatusCode.NotFound);
        await AssertSaysAsync($"/dashboard/{wave.Id}", "ውጤት የለም", HttpStatusCode.NotFound);
        await AssertSaysAsync($"/about-figures/{wave.Id}", "ውጤት");
        var thanks = await Answered.ToPostAsync(
            Client,
            form,
            SubmissionJson.Form(("id", $"{Guid.NewGuid()}"), ("language", Amharic), ("channel", "link"), ("a.overall", "favorable")),
            WithdrawalJson.FormType);
        Assert.Equal((HttpStatusCode.Created, "አመሰግናለሁ"), (thanks.Status, Markup.Of(thanks.Body).Named("h1").Single().Text));
        Assert.NotNull(await app.Engine.Release.RunAsync(wave.Wave, CancellationToken.None));
        await AssertSaysAsync($"/dashboard/{wave.Id}", "ርዕሶች");
        var english = await Answered.ToGetAsync(Client, form + "?lang=en");
        Assert.Contains("""value="am"><bdi lang="am">ቋንቋ</bdi>""", english.Body, StringComparison.Ordinal);

        async Task AssertSaysAsync(string address, string words, HttpStatusCode status = HttpStatusCode.OK)
        {
            var answered = await Answered.ToGetAsync(Client, $"{address}?lang={Amharic}");
            Assert.Equal((status, Amharic), (answered.Status, answered["Content-Language"]));
            var markup = Markup.Of(answered.Body);
            Assert.Equal((Amharic, "rtl"), (markup.Named("html").Single()["lang"], markup.Named("html").Single()["dir"]));
            Assert.Contains(markup.Texts, text => text.Text == words && text.Elements.All(element => element["lang"] is null or Amharic));
            // What is missing.
            Assert.Contains("""<footer><p><span lang="en" dir="ltr">Answers are anonymous""", answered.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Words_that_were_mended_are_read_after_as_long_as_a_state_and_the_apps_own_never()
    {
        var (wave, own) = (await OpenAsync("\"form.submit\": \"ላክ\""), await app.UntouchedWaveAsync());
        var (reads, time) = (0, new ManualTimeProvider());
        var tables = new FaultyTables(app.Azurite.Tables)
        {
            OnRead = _ =>
            {
                reads++;
                return Task.CompletedTask;
            },
        };
        var find = new FindPageTexts(new DefinitionStore(tables), time);

        var first = await ReadAsync();
        await SaveAsync(wave, "\"form.submit\": \"አስገባ\"");
        var cached = await ReadAsync();
        time.Advance(WaveCache.StateLifetime);
        var mended = await ReadAsync();

        Assert.Equal(("ላክ", "ላክ", "አስገባ", 2), (Submit(first), Submit(cached), Submit(mended), reads));
        Assert.NotEqual(first.Version, mended.Version);
        Assert.All(await find.OfAsync(own.Wave, CancellationToken.None), texts => Assert.Null(texts.Version));
        Assert.Equal(2, reads);

        async Task<PageTexts> ReadAsync() => (await find.OfAsync(wave.Wave, CancellationToken.None))[1];
        static string Submit(PageTexts texts) => texts["form.submit"].ToMarkup();
    }

    private async Task<TestWave> OpenAsync(string texts)
    {
        var wave = await TestWave.OpenAsync(app.Engine, secondLanguage: Amharic);
        await SaveAsync(wave, texts);
        return wave;
    }

    private async Task SaveAsync(TestWave wave, string texts)
    {
        var json = Encoding.UTF8.GetBytes($$"""
            {"format": 1, "language": "{{Amharic}}", "name": "ቋንቋ", "direction": "rtl", "texts": { {{texts}} } }
            """);
        var language = LanguageReader.Read(json).Value!;
        Assert.Empty(LanguageRules.Check(language));
        await app.Engine.Definitions.SaveLanguageAsync(wave.Tenant, new Stored<LanguageDefinition>(language, json), CancellationToken.None);
    }
}
