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
    public Task Going_back_and_sending_other_answers_is_refused_with_a_way_to_a_new_form() => VisitAsync(async (page, wave) =>
    {
        await page.ChooseAsync(Overall, "Favorable");
        await page.SendAsync();
        await ExpectTitleAsync(page, "Thank you");

        await page.GoBackAsync();
        await page.ChooseAsync(Overall, "Unfavorable");
        await page.SendAsync();
        await ExpectTitleAsync(page, "This form was already sent with other answers");
        Assert.Equal(1, await wave.CountResponsesAsync());

        await page.GetByRole(AriaRole.Link, new() { Name = "Fill in another form" }).ClickAsync();
        await ExpectTitleAsync(page, "Family survey about your school");
        await Expect(page.Question(Overall).GetByRole(AriaRole.Radio, new() { Checked = true })).ToHaveCountAsync(0);
        await page.ChooseAsync(Overall, "Unfavorable");
        await page.SendAsync();
        await ExpectTitleAsync(page, "Thank you");
        Assert.Equal(2, await wave.CountResponsesAsync());
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
