using Journeys.App;

using Microsoft.Playwright;

namespace Journeys.Browsing;

/// <summary>Every kind of page in one language, one after the other, for whatever has to hold on all of them.</summary>
internal static class PageTour
{
    /// <param name="width">Of a phone's screen below 1000 CSS pixels, else of a window.</param>
    /// <param name="look">Told the page's name, for messages and files.</param>
    public static async Task WalkAsync(SurveyApp app, Browser browser, string language, int width, Func<IPage, string, Task> look)
    {
        var visitor = (width < 1000 ? Visitor.OnPhone : Visitor.AtDesk) with { Width = width };
        var wave = await app.OpenWaveLikeAsync(Seeds.FamilyDemo);
        await browser.VisitAsync(wave.Site, visitor, async page =>
        {
            await page.GotoAsync($"/?lang={language}");
            await look(page, "start");

            await page.GotoAsync(await wave.PreviewAsync("salmonberry-elementary", language));
            await look(page, "preview");

            await page.Locator("[name='a.overall']").First.CheckAsync();
            await page.Locator("main button").ClickAsync();
            await page.Locator("main [role=status]").WaitForAsync();
            await look(page, "preview-thanks");

            await page.GotoAsync(wave.Form("salmonberry-elementary", language));
            await look(page, "form");

            await page.Locator("textarea").FillAsync("The library is lovely.");
            await page.Locator("main button").ClickAsync();
            await page.WaitForErrorsAsync();
            await look(page, "errors");

            await page.Locator("[name='a.overall']").First.CheckAsync();
            await page.Locator("main button").ClickAsync();
            await page.Locator(".receipt").WaitForAsync();
            await look(page, "thanks");

            var receipt = await page.ReceiptAsync();
            await page.Locator(".receipt a[href^='/withdraw']").ClickAsync();
            await page.Locator("#receipt").WaitForAsync();
            await look(page, "withdrawal");

            await page.Locator("#receipt").FillAsync(receipt[..^1]);
            await page.Locator("main button").ClickAsync();
            await page.WaitForErrorsAsync();
            await look(page, "withdrawal-errors");

            await page.Locator("#receipt").FillAsync(receipt);
            await page.Locator("main button").ClickAsync();
            await page.Locator("main [role=status]").WaitForAsync();
            await look(page, "withdrawn");

            await page.GotoAsync($"/dashboard/{Seeds.FamilyDemo}?lang={language}");
            await look(page, "dashboard");

            await page.Locator(".notes a[href^='/about-figures']").ClickAsync();
            await page.Locator("#missing").WaitForAsync();
            await look(page, "about-figures");

            await page.GotoAsync($"/dashboard/{Seeds.FamilyDemo}/salmonberry-elementary?lang={language}");
            await look(page, "school");

            await page.GotoAsync(await wave.InvitationAsync("salmonberry-elementary", language));
            await look(page, "invitation");

            await page.Locator("main button").ClickAsync();
            await page.Locator("main form[action^='/sign-out']").WaitForAsync();
            await look(page, "your-surveys");

            await page.Locator("main form[action^='/sign-out'] button").First.ClickAsync();
            await page.Locator("main .lead").WaitForAsync();
            await look(page, "sign-in");

            await page.GotoAsync(await wave.InvitationAsync(scope: null, language));
            await page.Locator("main button").ClickAsync();
            await page.Locator("main a[href^='/people']").ClickAsync();
            await page.Locator("#name").WaitForAsync();
            await look(page, "people");

            await page.Locator(".send button").ClickAsync();
            await page.WaitForErrorsAsync();
            await look(page, "people-errors");

            await page.Locator("#name").FillAsync("Nguyen");
            await page.Locator("#scope").SelectOptionAsync("salmonberry-elementary");
            await page.Locator(".send button").ClickAsync();
            await page.Locator(".qr").WaitForAsync();
            await look(page, "invited");

            await page.GotoAsync($"/people?lang={language}");
            await page.Locator(".people a").First.ClickAsync();
            await page.Locator(".sure summary").ClickAsync();
            await page.Locator("button[value=revoke]").WaitForAsync();
            await look(page, "person");

            await page.GotoAsync($"/audit?lang={language}");
            await look(page, "audit");

            await page.GotoAsync($"/people?lang={language}");
            await page.Locator("#name").FillAsync("Nguyen");
            await page.Context.ClearCookiesAsync(new() { Name = "session" });
            await page.Locator(".send button").ClickAsync();
            await page.Locator("main a[target]").WaitForAsync();
            await look(page, "send-again");

            await page.GotoAsync($"/dashboard/no-such-wave?lang={language}");
            await look(page, "problem");
        });
    }
}
