using Journeys.App;
using Journeys.Browsing;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace Journeys;

public sealed class FamilyJourneyTests(SurveyApp app, Browser browser)
{
    private const string School = "salmonberry-elementary";

    [Fact]
    public async Task Twenty_families_answer_and_the_dashboard_shows_their_rates()
    {
        var wave = await app.OpenWaveLikeAsync(Seeds.FamilyDemo);

        await browser.VisitAsync(wave.Site, Visitor.OnPhone, async page =>
        {
            await page.GotoAsync(wave.Dashboard(School));
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("There are no results yet");

            await page.GotoAsync(wave.Form(School));
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Family survey about your school");
            await page.ChooseAsync("what is your view of your child's school?", "Very favorable");
            await page.ChooseAsync("I feel welcome at this school.", "Agree");
            await page.GetByLabel("Is there anything else you want to tell us?").FillAsync("The library is lovely.");
            await page.SendAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Thank you");
            await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Your answers about Salmonberry Elementary have been received.");
            Assert.NotEmpty(await page.ReceiptAsync());
        });
        await AnswerAsync(wave, 7, "so", """{"overall":"favorable","welcome":"strongly-agree"}""");
        await AnswerAsync(wave, 4, "ar", """{"overall":"neither","welcome":"neither"}""");
        await AnswerAsync(wave, 5, "es", """{"overall":"very-unfavorable","welcome":"disagree"}""");
        await AnswerAsync(wave, 3, "en", """{"overall":"dont-know","welcome":"disagree"}""");
        await wave.WaitUntilFoldedAsync();
        Assert.Equal(20, await wave.CountResponsesAsync());
        await wave.ReleaseAsync();

        await browser.VisitAsync(wave.Site, Visitor.OnPhone, async page =>
        {
            await page.GotoAsync(wave.Dashboard(School));
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Salmonberry Elementary");
            // Of 17 with a view 1 + 7 hold a favorable one, 4 none, 5 an unfavorable one: 47.06, 23.53 and 29.41 %.
            var topline = page.GetByRole(AriaRole.Region, new() { Name = "what is your view of your child's school?" });
            await Expect(topline.GetByRole(AriaRole.Definition)).ToHaveTextAsync(["47%", "24%", "29%"]);
            await Expect(topline).ToContainTextAsync("Answers: 17");
            // Of 20 who said whether they feel welcome 1 + 7 agree, 4 are between, 5 + 3 disagree.
            await Expect(CellsOf(page, "I feel welcome at this school.")).ToHaveTextAsync(["40%", "20%", "40%", "20"]);
            await Expect(CellsOf(page, "My child feels part of this school.").First).ToContainTextAsync("not shown");
            // 20 of 231 households are 8.66 %.
            var participation = page.GetByRole(AriaRole.Region, new() { Name = "Response rate" });
            await Expect(participation).ToContainTextAsync("9%");
            await Expect(participation).ToContainTextAsync("20 responses, out of 231 possible");

            await page.GetByRole(AriaRole.Navigation, new() { Name = "Where you are" }).GetByRole(AriaRole.Link, new() { Name = "Southeast Seattle", Exact = true }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Southeast Seattle");
            await Expect(CellsOf(page, "Salmonberry Elementary").First).ToHaveTextAsync("47%");
            await Expect(CellsOf(page, "Juniper Hill Elementary").First).ToContainTextAsync("not shown");
        });
    }

    private static async Task AnswerAsync(JourneyWave wave, int families, string language, string answers)
    {
        for (var family = 0; family < families; family++)
            await wave.PostAsync(School, language, answers);
    }

    private static ILocator CellsOf(IPage page, string rowHeading) =>
        page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByRole(AriaRole.Rowheader, new() { Name = rowHeading }) })
            .GetByRole(AriaRole.Cell);
}
