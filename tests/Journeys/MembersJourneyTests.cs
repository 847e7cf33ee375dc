using Journeys.App;
using Journeys.Browsing;

using Microsoft.Playwright;

using SurveyEngine.People;

using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Those who see what is not public, and who lets them.</summary>
public sealed class MembersJourneyTests(MembersApp app, Browser browser) : IClassFixture<MembersApp>
{
    [Fact]
    public async Task Somebody_who_is_invited_sees_their_own_school_on_their_phone_and_no_other()
    {
        var link = await app.InvitationAsync("Diaz", Role.Viewer, "school-000");
        await browser.VisitAsync(app.Site, Visitor.OnPhone, async page =>
        {
            await page.GotoAsync(link);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await ExpectHeadingAsync(page, "Your surveys");
            await page.GetByRole(AriaRole.Link, new() { Name = "See the results" }).ClickAsync();
            await ExpectHeadingAsync(page, "School 0");
            await LayoutChecks.AssertFitsAsync(page, "own school");

            // To what is above it, to compare with, where nothing else is named.
            await page.GetByRole(AriaRole.Link, new() { Name = "District A" }).First.ClickAsync();
            await ExpectHeadingAsync(page, "District A");
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "School 0" })).ToBeVisibleAsync();
            await Expect(page.GetByText("School 1")).ToHaveCountAsync(0);
            await page.GotoAsync($"/dashboard/{app.Wave}/school-001?lang=en");
            await ExpectHeadingAsync(page, "There is no such page");
        });
        await browser.VisitAsync(app.Site, Visitor.OnPhone, async page =>
        {
            await page.GotoAsync($"/dashboard/{app.Wave}/school-000?lang=en");
            await Expect(page.GetByText("School 0")).ToHaveCountAsync(0);
            await page.GotoAsync(link);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await ExpectHeadingAsync(page, "This link no longer works");
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_is_revoked_is_led_to_sign_in_by_their_first_click_after_a_minute(bool hasScript)
    {
        var coordinator = await app.InvitationAsync("Office", Role.Coordinator, scope: null);
        await browser.VisitAsync(app.Site, Visitor.AtDesk with { HasScript = hasScript }, async page =>
        {
            await page.GotoAsync(coordinator);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "People and access" }).ClickAsync();
            await page.GetByLabel("Name").FillAsync($"Nguyen {hasScript}");
            await page.GetByLabel("Scope").SelectOptionAsync("district-a");
            await page.GetByRole(AriaRole.Button, new() { Name = "Make a link" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Img, new() { Name = "The link as a QR code" })).ToBeVisibleAsync();
            var link = (await page.Locator("#link").TextContentAsync())!;

            await browser.VisitAsync(app.Site, Visitor.OnPhone, async phone =>
            {
                await phone.GotoAsync(link);
                await phone.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
                await phone.GetByRole(AriaRole.Link, new() { Name = "See the results" }).ClickAsync();
                await ExpectHeadingAsync(phone, "District A");

                await page.GetByRole(AriaRole.Link, new() { Name = "Back to the list" }).ClickAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = $"Nguyen {hasScript}" }).ClickAsync();
                await page.Locator("summary").Filter(new() { HasText = "Take access back" }).ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Yes, take access back" }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("within a minute");

                app.Clock.Advance(PeopleCache.Lifetime + TimeSpan.FromSeconds(1));
                await phone.GetByRole(AriaRole.Link, new() { Name = "School 0" }).ClickAsync();
                await ExpectHeadingAsync(phone, "Sign in");
            });
        });
    }

    [Fact]
    public async Task One_signs_in_with_a_provider_and_out_of_it()
    {
        await browser.VisitAsync(
            app.Site,
            Visitor.OnPhone,
            async page =>
            {
                await page.GotoAsync("/sign-in?lang=en");
                await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with the district" }).ClickAsync();
                await page.Locator("input[name=login]").FillAsync("garcia.leaders");
                await page.Locator("input[name=password]").FillAsync("any");
                await page.Locator("button[type=submit]").ClickAsync();
                await page.Locator("button[type=submit]").ClickAsync();
                await ExpectHeadingAsync(page, "Your surveys");
                await Expect(page.GetByText("garcia.leaders (of tests)")).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = "People and access" })).ToBeVisibleAsync();

                await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("You are signed out of this site.");
                await page.GetByRole(AriaRole.Link, new() { Name = "Sign out of the district as well" }).ClickAsync();
                await page.Locator("button[value=yes]").ClickAsync();
                await ExpectHeadingAsync(page, "Sign in");
                await page.GotoAsync("/your-surveys");
                await ExpectHeadingAsync(page, "Sign in");
            },
            elsewhere: app.Provider);
    }

    [Fact]
    public async Task What_is_typed_while_a_session_ends_is_not_lost()
    {
        var (first, second) = (await app.InvitationAsync("Late office", Role.Coordinator, scope: null), await app.InvitationAsync("Late office again", Role.Coordinator, scope: null));
        await browser.VisitAsync(app.Site, Visitor.OnPhone, async page =>
        {
            await page.GotoAsync(first);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "People and access" }).ClickAsync();
            await page.GetByLabel("Name").FillAsync("Typed for a long time");
            await page.GetByLabel("Scope").SelectOptionAsync("district-b");

            app.Clock.Advance(TimeSpan.FromHours(13));
            await page.GetByRole(AriaRole.Button, new() { Name = "Make a link" }).ClickAsync();
            await ExpectHeadingAsync(page, "Your session has ended");
            await Expect(page.GetByText("Typed for a long time")).ToBeVisibleAsync();

            var tab = await page.Context.NewPageAsync();
            await tab.GotoAsync(new Uri(app.Site, second).ToString());
            await tab.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await ExpectHeadingAsync(tab, "Your surveys");
            await page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
            await ExpectHeadingAsync(page, "Please send it once more");
            await page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
            await ExpectHeadingAsync(page, "Link for Typed for a long time");
        });
        Assert.Contains("Typed for a long time", await app.NamesAsync());
    }

    /// <summary>However often somebody comes, and in whatever language.</summary>
    [Fact]
    public async Task A_session_ends_after_seven_days_whatever_is_done()
    {
        var link = await app.InvitationAsync("Often here", Role.Viewer, scope: null);
        await browser.VisitAsync(app.Site, Visitor.OnPhone, async page =>
        {
            await page.GotoAsync(link);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            for (var hours = 0; hours < 7 * 24 - 11; hours += 11)
            {
                await page.GotoAsync("/your-surveys?lang=en");
                await ExpectHeadingAsync(page, "Your surveys");
                app.Clock.Advance(TimeSpan.FromHours(11));
            }
            app.Clock.Advance(TimeSpan.FromHours(4));
            await page.GotoAsync("/your-surveys?lang=en");
            await ExpectHeadingAsync(page, "Sign in");
        });
    }

    private static Task ExpectHeadingAsync(IPage page, string text) => Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(text);
}
