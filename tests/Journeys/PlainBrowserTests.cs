using Journeys.App;
using Journeys.Browsing;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Without script, without a mouse, for every audience.</summary>
public sealed class PlainBrowserTests(SurveyApp app, Browser browser)
{
    private const int MostTabs = 100;

    [Fact]
    public async Task Everything_works_without_script()
    {
        var wave = await app.OpenWaveLikeAsync(Seeds.FamilyDemo);
        await browser.VisitAsync(wave.Site, Visitor.OnPhone with { HasScript = false }, async page =>
        {
            await page.GotoAsync("/");
            var families = page.Locator(".card").Filter(new() { HasText = "Survey for families · Southeast Seattle education coalition" });
            await Expect(families.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync(["Families, 2026", "Families, 2025"]);
            await families.First.GetByRole(AriaRole.Link, new() { Name = "See the results" }).ClickAsync();
            await ExpectTitleAsync(page, "Southeast Seattle");
            await page.GetByRole(AriaRole.Link, new() { Name = "Salmonberry Elementary" }).ClickAsync();
            await ExpectTitleAsync(page, "Salmonberry Elementary");

            await page.GotoAsync(wave.Form("salmonberry-elementary"));
            await page.SwitchToAsync("Español");
            await ExpectTitleAsync(page, "Encuesta a las familias sobre la escuela");
            await page.SendAsync("Enviar");
            await page.WaitForErrorsAsync();
            await page.ChooseAsync("¿qué opinión tiene de la escuela de su hijo o hija?", "Muy favorable");
            await page.SendAsync("Enviar");
            await ExpectTitleAsync(page, "Gracias");
        });
        Assert.Equal(1, await wave.CountResponsesAsync());
    }

    [Theory]
    [InlineData(Seeds.StaffDemo, "salmonberry-elementary", "Salmonberry Elementary", 0)]
    [InlineData(Seeds.MemberDemo, "stonecroft-district", "Stonecroft Public Schools", 2)]
    public async Task Staff_and_members_have_forms_of_their_own(string demo, string place, string name, int ticks)
    {
        var wave = await app.OpenWaveLikeAsync(demo);
        await browser.VisitAsync(wave.Site, Visitor.AtDesk, async page =>
        {
            await page.GotoAsync(wave.Form(place));
            await Expect(page.Locator("main")).ToContainTextAsync(name);
            await page.GetByRole(AriaRole.Radiogroup).First.GetByRole(AriaRole.Radio, new() { Name = "Favorable", Exact = true }).CheckAsync();
            for (var tick = 0; tick < ticks; tick++)
                await page.GetByRole(AriaRole.Checkbox).Nth(tick).CheckAsync();
            await page.SendAsync();
            await ExpectTitleAsync(page, "Thank you");
            await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync(name);
        });
        Assert.Equal(1, await wave.CountResponsesAsync());
    }

    [Fact]
    public async Task The_keyboard_alone_fills_in_and_sends_a_form()
    {
        var wave = await app.OpenWaveLikeAsync(Seeds.FamilyDemo);
        await browser.VisitAsync(wave.Site, Visitor.AtDesk, async page =>
        {
            await page.GotoAsync(wave.Form("salmonberry-elementary"));
            await page.Keyboard.PressAsync("Tab");
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();

            var overall = page.Question("what is your view of your child's school?").GetByRole(AriaRole.Radio);
            await page.Keyboard.PressAsync("Tab");
            await Expect(overall.First).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("ArrowDown");
            await Expect(overall.Nth(1)).ToBeCheckedAsync();
            await TabToAsync(page, page.GetByLabel("Is there anything else you want to tell us?"));
            await page.Keyboard.TypeAsync("The library is lovely.");
            await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Send my answers" }));
            await page.Keyboard.PressAsync("Enter");
            await ExpectTitleAsync(page, "Thank you");
        });
        Assert.Equal(1, await wave.CountResponsesAsync());
    }

    /// <summary>Every stop on the way is marked where it is seen.</summary>
    private static async Task TabToAsync(IPage page, ILocator wanted)
    {
        for (var tab = 0; tab < MostTabs; tab++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await wanted.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
            Assert.True(
                await page.EvaluateAsync<bool>("() => (document.activeElement.closest('label') ?? document.activeElement).matches(':focus-within') && getComputedStyle(document.activeElement.closest('label') ?? document.activeElement).outlineStyle === 'solid'"),
                await page.EvaluateAsync<string>("() => document.activeElement.outerHTML.slice(0, 120)"));
        }
        Assert.Fail($"{MostTabs} times Tab do not lead to {wanted}.");
    }

    private static Task ExpectTitleAsync(IPage page, string title) =>
        Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);
}
