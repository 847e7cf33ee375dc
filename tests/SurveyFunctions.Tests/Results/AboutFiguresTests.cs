using System.Net;

using SurveyFunctions.Pages;
using SurveyFunctions.Results;
using SurveyFunctions.Tests.Pages;

using TestSupport;

namespace SurveyFunctions.Tests.Results;

public sealed class AboutFiguresTests(AppFixture app)
{
    public static TheoryData<string> Languages() => [.. Samples.Languages];

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task A_dashboard_leads_to_it_in_its_own_language(string language)
    {
        var wave = await app.OpenWaveAsync();
        await app.Engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        var dashboard = await Answered.ToGetAsync(app.Standalone.Client, $"/dashboard/{wave.Id}?lang={language}");
        var link = Markup.Of(dashboard.Body).Named("a").Single(tag => tag["href"]!.StartsWith("/about-figures/", StringComparison.Ordinal));

        var page = await Answered.ToGetAsync(app.Standalone.Client, link["href"]!);

        Assert.Equal((HttpStatusCode.OK, language), (page.Status, page["Content-Language"]));
        Assert.Contains(PageTexts.In(language)["about.topics-text"].ToMarkup(), page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_leads_back_to_the_results_in_the_language_that_was_switched_to()
    {
        var wave = await app.OpenWaveAsync();
        await app.Engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        var page = await Answered.ToGetAsync(app.Standalone.Client, $"/about-figures/{wave.Id}?lang=ar");
        var back = Markup.Of(page.Body).Named("a").Single(tag => tag["href"]!.StartsWith("/dashboard/", StringComparison.Ordinal));

        var dashboard = await Answered.ToGetAsync(app.Standalone.Client, back["href"]!);

        Assert.Equal((HttpStatusCode.OK, "ar"), (dashboard.Status, dashboard["Content-Language"]));
    }

    [Fact]
    public async Task Of_a_wave_that_there_is_not_it_says_that()
    {
        var page = await Answered.ToGetAsync(app.Standalone.Client, "/about-figures/no-such-wave");
        Assert.Equal((HttpStatusCode.NotFound, "text/html; charset=utf-8"), (page.Status, page["Content-Type"]));
    }

    [Theory, MemberData(nameof(Languages))]
    public void The_smallest_number_of_people_is_the_waves_own(string language)
    {
        var view = Samples.AboutFigures(language);
        Assert.Equal(3, ParagraphsWith("10", view));
        Assert.Equal(3, ParagraphsWith("25", view with { MinimumCell = 25 }));
    }

    private static int ParagraphsWith(string number, AboutFiguresView view) =>
        Markup.Of(AboutFiguresPage.Create(view).Text()).Named("p").Count(tag => tag.Text.Split(' ', '\u2066', '\u2069').Contains(number));
}
