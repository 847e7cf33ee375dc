using Journeys.App;
using Journeys.Browsing;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>
/// A tablet that one person after the other answers on, in a browser that shows pages again as they were left, as people's browsers do: it
/// is first seen to do so, on a form that is not a kiosk's.
/// </summary>
public sealed class KioskTests(SurveyApp app)
{
    private const string School = "salmonberry-elementary";
    private const string More = "Is there anything else you want to tell us?";
    private const string Secret = "The principal is my neighbor.";

    [Fact]
    public async Task Nothing_of_the_last_person_is_found_by_going_back()
    {
        var executable = FullChromium.Find();
        Assert.SkipWhen(executable is null, FullChromium.WhyNot);
        var wave = await app.OpenWaveLikeAsync(Seeds.FamilyDemo);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(FullChromium.KeepingPages(executable!));
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = wave.Site.ToString(), ViewportSize = new() { Width = 800, Height = 1000 } });

        var control = await AnswerAsync(context, wave.Form(School), "Fill in another form");
        await GoBackAsync(control, pages: 2);
        await Expect(control.GetByLabel(More)).ToHaveValueAsync(Secret);
        Assert.True(await control.EvaluateAsync<bool>("window.isRestored"), "This browser does not keep pages: the test would show nothing.");

        var form = $"{wave.Form(School)}&via=kiosk";
        var kiosk = await AnswerAsync(context, form, "Fill in another form");
        // The next form took the place of the thanks in the history.
        await GoBackAsync(kiosk, pages: 1);
        await ExpectNewFormAsync(kiosk);

        // The page that said thanks, with the receipt.
        kiosk = await AnswerAsync(context, form, next: null);
        await kiosk.ReloadAsync();
        await ExpectNewFormAsync(kiosk);

        // Refused, in another language, and left.
        kiosk = await context.NewPageAsync();
        await kiosk.GotoAsync(form);
        await kiosk.GetByLabel(More).FillAsync(Secret);
        await kiosk.SendAsync();
        await kiosk.WaitForErrorsAsync();
        await kiosk.SwitchToAsync("Español");
        await Expect(kiosk.Locator("textarea").Last).ToHaveValueAsync(Secret);
        await kiosk.SwitchToAsync("English");
        await Expect(kiosk.GetByLabel(More)).ToHaveValueAsync(Secret);
        await kiosk.GotoAsync(form);
        for (var pages = 1; pages <= 2; pages++)
        {
            await GoBackAsync(kiosk, pages: 1);
            await Expect(kiosk.Locator("textarea").Last).ToHaveValueAsync("");
            await kiosk.ReloadAsync();
            await Expect(kiosk.Locator("textarea").Last).ToHaveValueAsync("");
        }

        // Left half-way to see the results.
        kiosk = await context.NewPageAsync();
        await kiosk.GotoAsync(form);
        await kiosk.GetByLabel(More).FillAsync(Secret);
        await kiosk.GotoAsync(wave.Dashboard());
        await GoBackAsync(kiosk, pages: 1);
        await ExpectNewFormAsync(kiosk);
    }

    /// <param name="next">The link to go on by; null: to stay.</param>
    private static async Task<IPage> AnswerAsync(IBrowserContext context, string form, string? next)
    {
        var page = await context.NewPageAsync();
        await page.AddInitScriptAsync("window.isRestored = false; addEventListener('pageshow', event => window.isRestored = event.persisted);");
        await page.GotoAsync(form);
        await page.Locator("[name='a.overall']").First.CheckAsync();
        await page.GetByLabel(More).FillAsync(Secret);
        await page.SendAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Thank you");
        if (next is not null)
        {
            await page.GetByRole(AriaRole.Link, new() { Name = next }).ClickAsync();
            await Expect(page.GetByLabel(More)).ToHaveValueAsync("");
        }
        return page;
    }

    /// <summary>At once, as who presses twice; the page in between, an answer to a form, is not shown.</summary>
    private static async Task GoBackAsync(IPage page, int pages) => await page.EvaluateAsync($"() => {{ setTimeout(() => history.go(-{pages}), 0); }}");

    private static async Task ExpectNewFormAsync(IPage page)
    {
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Family survey about your school");
        await Expect(page.GetByLabel(More)).ToHaveValueAsync("");
        await Expect(page.GetByRole(AriaRole.Radio, new() { Checked = true })).ToHaveCountAsync(0);
    }
}
