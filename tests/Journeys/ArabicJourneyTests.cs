using Journeys.App;
using Journeys.Browsing;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace Journeys;

public sealed class ArabicJourneyTests(SurveyApp app, Browser browser)
{
    private const string Overall = "ما نظرتك إلى مدرسة طفلك؟";
    private const string Welcome = "أشعر بأنني موضع ترحيب في هذه المدرسة.";
    private const string More = "هل هناك شيء آخر تريد أن تخبرنا به؟";
    private const string Send = "إرسال إجاباتي";

    [Fact]
    public async Task A_form_with_errors_comes_back_with_what_was_typed_and_is_sent_in_the_end()
    {
        var wave = await app.OpenWaveLikeAsync(Seeds.FamilyDemo);

        await browser.VisitAsync(wave.Site, Visitor.OnPhone with { Language = "ar" }, async page =>
        {
            // No language in the address: the browser's own is what counts.
            await page.GotoAsync(wave.Form("salmonberry-elementary").Split('?')[0]);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("استبيان الأسر عن المدرسة");
            await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
            await page.ChooseAsync(Welcome, "أوافق");
            await page.GetByLabel(More).FillAsync("المكتبة جميلة.");
            await page.SendAsync(Send);

            var summary = page.GetByRole(AriaRole.Alert);
            await Expect(summary).ToBeFocusedAsync();
            await Expect(summary.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
            Assert.Equal(0, await wave.CountResponsesAsync());
            await Expect(page.Question(Welcome).GetByRole(AriaRole.Radio, new() { Name = "أوافق", Exact = true })).ToBeCheckedAsync();
            await Expect(page.GetByLabel(More)).ToHaveValueAsync("المكتبة جميلة.");

            await summary.GetByRole(AriaRole.Link, new() { Name = Overall }).ClickAsync();
            await Expect(page.Question(Overall).GetByRole(AriaRole.Radio).First).ToBeFocusedAsync();
            await Expect(page.Question(Overall)).ToBeInViewportAsync();
            await Expect(page.Question(Overall)).ToHaveAttributeAsync("aria-invalid", "true");
            await page.ChooseAsync(Overall, "إيجابية جدًا");
            await page.SendAsync(Send);

            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("شكرًا لك");
            await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
            Assert.NotEmpty(await page.ReceiptAsync());
        });
        Assert.Equal(1, await wave.CountResponsesAsync());
    }

    [Theory]
    [InlineData("en", false)]
    [InlineData("ar", true)]
    public async Task A_right_to_left_page_is_the_mirror_of_the_others(string language, bool isMirrored)
    {
        var wave = await app.OpenWaveLikeAsync(Seeds.FamilyDemo);

        await browser.VisitAsync(wave.Site, Visitor.OnPhone, async page =>
        {
            await page.GotoAsync(wave.Form("salmonberry-elementary", language));
            var label = page.Locator("label:has([name='a.overall'])").First;
            Assert.Equal(isMirrored, await IsRightOfAsync(label.Locator("input"), label.Locator("span")));
        });
        await browser.VisitAsync(wave.Site, Visitor.AtDesk, async page =>
        {
            await page.GotoAsync($"/dashboard/{Seeds.FamilyDemo}?lang={language}");
            await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", isMirrored ? "rtl" : "ltr");
            Assert.Equal(isMirrored, await IsRightOfAsync(page.Locator("header .home"), page.Locator("header .languages")));
            Assert.Equal(isMirrored, await IsRightOfAsync(page.Locator(".topline"), page.Locator(".participation")));
            var bar = page.Locator(".topline .bar");
            Assert.Equal(isMirrored, await IsRightOfAsync(bar.Locator("rect.favorable"), bar.Locator("rect.unfavorable")));
            var row = page.Locator("tbody tr").First;
            Assert.Equal(isMirrored, await IsRightOfAsync(row.GetByRole(AriaRole.Rowheader), row.GetByRole(AriaRole.Cell).First));
        });
    }

    private static async Task<bool> IsRightOfAsync(ILocator one, ILocator other)
    {
        var (box, otherBox) = (await one.BoundingBoxAsync(), await other.BoundingBoxAsync());
        return box!.X > otherBox!.X;
    }
}
