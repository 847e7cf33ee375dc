using Journeys.App;
using Journeys.Browsing;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace Journeys;

public sealed class PreviewTests(SurveyApp app, Browser browser)
{
    [Fact]
    public async Task A_coordinator_goes_through_the_form_in_two_languages_and_nothing_is_stored()
    {
        var wave = await app.OpenWaveLikeAsync(Seeds.FamilyDemo);
        var preview = await wave.PreviewAsync("salmonberry-elementary");

        await browser.VisitAsync(wave.Site, Visitor.OnPhone, async page =>
        {
            var mark = page.Locator("header .preview");
            await page.GotoAsync(preview);
            await Expect(mark).ToHaveTextAsync("Preview: nothing is stored");
            await page.Locator("textarea").FillAsync("The library is lovely.");
            await page.SendAsync();
            await page.WaitForErrorsAsync();
            await Expect(mark).ToBeVisibleAsync();

            await page.SwitchToAsync("العربية");
            await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
            await Expect(mark).ToHaveTextAsync("معاينة: لا يُحفظ أي شيء");
            await Expect(page.Locator("textarea")).ToHaveValueAsync("The library is lovely.");
            await page.Locator("[name='a.overall']").First.CheckAsync();
            await page.Locator("main button").ClickAsync();

            var heading = page.GetByRole(AriaRole.Heading, new() { Level = 1 });
            await Expect(heading).ToHaveTextAsync("شكرًا لك");
            await Expect(mark).ToBeVisibleAsync();
            await Expect(page.Locator(".receipt")).ToHaveCountAsync(0);
            await page.SwitchToAsync("English");
            await Expect(heading).ToHaveTextAsync("Thank you");
            await page.GetByRole(AriaRole.Link, new() { Name = "Fill in another form" }).ClickAsync();
            await Expect(mark).ToBeVisibleAsync();
        });
        Assert.Equal(0, await wave.CountResponsesAsync());
    }
}
