using Journeys.App;
using Journeys.Browsing;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>What people do to a form on a slow connection: one family stays one response.</summary>
public sealed class SendingTests(SurveyApp app, Browser browser)
{
    private const string School = "salmonberry-elementary";
    private const string Overall = "what is your view of your child's school?";

    [Fact]
    public Task Pressing_twice_is_one_response() => VisitAsync(async (page, wave) =>
    {
        await page.ChooseAsync(Overall, "Favorable");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send my answers" }).DblClickAsync();
        await ExpectTitleAsync(page, "Thank you");
        Assert.Equal(1, await wave.CountResponsesAsync());
    });

    [Fact]
    public Task Reloading_the_thanks_is_one_response_with_the_same_receipt() => VisitAsync(async (page, wave) =>
    {
        await page.ChooseAsync(Overall, "Favorable");
        await page.SendAsync();
        await ExpectTitleAsync(page, "Thank you");
        var receipt = await page.ReceiptAsync();

        await page.ReloadAsync();
        await ExpectTitleAsync(page, "Thank you");
        Assert.Equal(receipt, await page.ReceiptAsync());
        Assert.Equal(1, await wave.CountResponsesAsync());
    });

    [Fact]
    public Task Going_back_and_sending_again_is_one_response_with_the_same_receipt() => VisitAsync(async (page, wave) =>
    {
        await page.ChooseAsync(Overall, "Favorable");
        await page.SendAsync();
        await ExpectTitleAsync(page, "Thank you");
        var receipt = await page.ReceiptAsync();

        await page.GoBackAsync();
        await page.ChooseAsync(Overall, "Favorable");
        await page.SendAsync();
        await ExpectTitleAsync(page, "Thank you");
        Assert.Equal(receipt, await page.ReceiptAsync());
        Assert.Equal(1, await wave.CountResponsesAsync());
    });

    [Fact]
    public Task Going_back_from_the_shortest_link_is_the_same_form_too() => VisitAsync(async (page, wave) =>
    {
        await page.GotoAsync(wave.Form(School).Split('?')[0]);
        await page.ChooseAsync(Overall, "Favorable");
        await page.SendAsync();
        await ExpectTitleAsync(page, "Thank you");

        await page.GoBackAsync();
        await page.ChooseAsync(Overall, "Unfavorable");
        await page.SendAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("You have sent this form before");
        Assert.Equal(1, await wave.CountResponsesAsync());
    });

    [Fact]
    public Task Going_back_from_the_results_shows_the_receipt_again() => VisitAsync(async (page, wave) =>
    {
        await page.ChooseAsync(Overall, "Favorable");
        await page.SendAsync();
        await ExpectTitleAsync(page, "Thank you");
        var receipt = await page.ReceiptAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Withdraw my answers" }).ClickAsync();
        await ExpectTitleAsync(page, "Withdraw your answers");
        await page.GoBackAsync();
        await ExpectTitleAsync(page, "Thank you");
        Assert.Equal(receipt, await page.ReceiptAsync());
    });

    [Fact]
    public Task At_a_kiosk_going_back_leads_the_next_person_to_a_new_form() => VisitAsync(async (page, wave) =>
    {
        await page.GotoAsync(wave.Form(School) + "&via=kiosk");
        await page.ChooseAsync(Overall, "Favorable");
        await page.SendAsync();
        await ExpectTitleAsync(page, "Thank you");
        var receipt = await page.ReceiptAsync();

        await page.GoBackAsync();
        await page.ChooseAsync(Overall, "Favorable");
        await page.SendAsync();
        await ExpectTitleAsync(page, "Thank you");
        Assert.NotEqual(receipt, await page.ReceiptAsync());
        Assert.Equal(2, await wave.CountResponsesAsync());
    });

    [Fact]
    public Task Going_back_and_sending_other_answers_replaces_the_first_once_that_is_wanted() => VisitAsync(async (page, wave) =>
    {
        await page.ChooseAsync(Overall, "Favorable");
        await page.SendAsync();
        await ExpectTitleAsync(page, "Thank you");
        var first = await page.ReceiptAsync();

        await page.GoBackAsync();
        await page.ChooseAsync(Overall, "Unfavorable");
        await page.SendAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("You have sent this form before");
        await Expect(page.Question(Overall).GetByRole(AriaRole.Radio, new() { Name = "Unfavorable", Exact = true })).ToBeCheckedAsync();
        Assert.Equal((1, 0), (await wave.CountResponsesAsync(), await wave.CountWithdrawnAsync()));

        await page.SendAsync("Replace what I sent");
        await ExpectTitleAsync(page, "Thank you");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("have taken the place of those you sent before");
        Assert.NotEqual(first, await page.ReceiptAsync());
        Assert.Equal((1, 1), (await wave.CountResponsesAsync(), await wave.CountWithdrawnAsync()));
    });

    [Fact]
    public Task Another_form_after_the_thanks_is_another_response() => VisitAsync(async (page, wave) =>
    {
        await page.ChooseAsync(Overall, "Favorable");
        await page.SendAsync();
        await ExpectTitleAsync(page, "Thank you");
        var receipt = await page.ReceiptAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Fill in another form" }).ClickAsync();
        await page.ChooseAsync(Overall, "Favorable");
        await page.SendAsync();
        await ExpectTitleAsync(page, "Thank you");
        Assert.NotEqual(receipt, await page.ReceiptAsync());
        Assert.Equal(2, await wave.CountResponsesAsync());
    });

    private async Task VisitAsync(Func<IPage, JourneyWave, Task> journey)
    {
        var wave = await app.OpenWaveLikeAsync(Seeds.FamilyDemo);
        await browser.VisitAsync(wave.Site, Visitor.OnPhone, async page =>
        {
            await page.GotoAsync(wave.Form(School));
            await journey(page, wave);
        });
    }

    private static Task ExpectTitleAsync(IPage page, string title) =>
        Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);
}
