using Journeys.App;
using Journeys.Browsing;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>A parent answers, follows the link beside the receipt and takes the answers back.</summary>
public sealed class WithdrawalJourneyTests(SurveyApp app, Browser browser)
{
    [Theory]
    [InlineData("en", "Send my answers", "Thank you", "Withdraw my answers", "Withdraw your answers", "Your answers are withdrawn", "These answers were withdrawn")]
    [InlineData("ar", "إرسال إجاباتي", "شكرًا لك", "سحب إجاباتي", "سحب إجاباتك", "سُحبت إجاباتك", "سُحبت هذه الإجابات")]
    public async Task Answers_are_withdrawn_without_script_and_do_not_come_back(
        string language, string send, string thanks, string withdraw, string title, string done, string gone)
    {
        var wave = await app.OpenWaveLikeAsync(Seeds.FamilyDemo);
        await browser.VisitAsync(wave.Site, Visitor.OnPhone with { HasScript = false }, async page =>
        {
            var addresses = new List<string>();
            page.Request += (_, request) => addresses.Add($"{request.Url} {string.Join(' ', request.Headers.Values)}");
            await page.GotoAsync(wave.Form("salmonberry-elementary", language));
            await page.Locator("[name='a.overall']").First.CheckAsync();
            await page.SendAsync(send);
            await ExpectTitleAsync(page, thanks);
            var receipt = await page.ReceiptAsync();
            Assert.Equal(1, await wave.CountResponsesAsync());

            await page.GetByRole(AriaRole.Link, new() { Name = withdraw }).ClickAsync();
            await ExpectTitleAsync(page, title);
            var field = page.GetByRole(AriaRole.Textbox);
            await field.FillAsync(receipt[..^1]);
            await page.SendAsync(withdraw);
            var summary = page.GetByRole(AriaRole.Alert);
            await Expect(summary).ToBeFocusedAsync();
            await summary.GetByRole(AriaRole.Link).ClickAsync();
            await Expect(field).ToBeFocusedAsync();
            await Expect(field).ToHaveValueAsync(receipt[..^1]);
            Assert.Equal((1, 0), (await wave.CountResponsesAsync(), await wave.CountWithdrawnAsync()));

            await field.FillAsync(receipt.ToLowerInvariant().Replace('-', ' '));
            await page.SendAsync(withdraw);
            await ExpectTitleAsync(page, done);
            await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", language == "ar" ? "rtl" : "ltr");
            Assert.Equal((0, 1), (await wave.CountResponsesAsync(), await wave.CountWithdrawnAsync()));

            await GoBackToFirstPageAsync(page);
            await page.Locator("[name='a.overall']").First.CheckAsync();
            await page.SendAsync(send);
            await ExpectTitleAsync(page, gone);
            Assert.Equal((0, 1), (await wave.CountResponsesAsync(), await wave.CountWithdrawnAsync()));
            Assert.All(addresses, address => Assert.DoesNotContain(receipt[..11], address, StringComparison.OrdinalIgnoreCase));
        });
    }

    /// <summary>As from the menu of the back button: over all that was sent, to the form with the id that was sent.</summary>
    private static async Task GoBackToFirstPageAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        var history = (await session.SendAsync("Page.getNavigationHistory"))!.Value.GetProperty("entries").EnumerateArray();
        var form = history.First(entry => entry.GetProperty("url").GetString()!.Contains("/family/", StringComparison.Ordinal));
        await session.SendAsync("Page.navigateToHistoryEntry", new() { ["entryId"] = form.GetProperty("id").GetInt32() });
        await Expect(page.Locator("[name='a.overall']").First).ToBeVisibleAsync();
    }

    private static Task ExpectTitleAsync(IPage page, string title) =>
        Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);
}
