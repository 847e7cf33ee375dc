using Journeys.App;
using Journeys.Browsing;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace Journeys;

public sealed class FamilyJourneyTests(SurveyApp app, Browser browser)
{
    private const string School = "salmonberry-elementary";

    private const string Pleased = """
        "informed":"often","own-language":"often","listens":"agree","hard-to-reach":"disagree","welcome":"agree","child-belongs":"agree","culture":"agree",
        "trusted-adult":"agree","teaching":"well","extra-help":"well","expectations":"agree","prepared":"agree","feels-safe":"often","way-to-school":"often",
        "bullying":"well","whom-to-ask":"agree","fair-rules":"agree","same-chances":"agree","treated-worse":"rarely","have-a-say":"agree"
        """;

    private const string Displeased = """
        "informed":"rarely","own-language":"rarely","listens":"disagree","hard-to-reach":"agree","welcome":"disagree","child-belongs":"disagree","culture":"disagree",
        "trusted-adult":"disagree","teaching":"poorly","extra-help":"poorly","expectations":"disagree","prepared":"disagree","feels-safe":"rarely","way-to-school":"rarely",
        "bullying":"poorly","whom-to-ask":"disagree","fair-rules":"disagree","same-chances":"disagree","treated-worse":"often","have-a-say":"disagree"
        """;

    [Fact]
    public async Task Families_answer_and_the_dashboard_shows_their_rates()
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
        await AnswerAsync(wave, 11, "so", $$"""{"overall":"favorable",{{Pleased}}}""");
        await AnswerAsync(wave, 6, "ar", """{"overall":"neither","welcome":"neither"}""");
        await AnswerAsync(wave, 8, "es", $$"""{"overall":"very-unfavorable",{{Displeased}}}""");
        await AnswerAsync(wave, 3, "en", $$"""{"overall":"dont-know",{{Displeased}}}""");
        await wave.WaitUntilFoldedAsync();
        Assert.Equal(29, await wave.CountResponsesAsync());
        await wave.ReleaseAsync();

        await browser.VisitAsync(wave.Site, Visitor.OnPhone, async page =>
        {
            await page.GotoAsync(wave.Dashboard(School));
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Salmonberry Elementary");
            // Of 26 with a view 1 + 11 hold a favorable one, 6 none, 8 an unfavorable one: 46.15, 23.08 and 30.77 %.
            var topline = page.GetByRole(AriaRole.Region, new() { Name = "what is your view of your child's school?" });
            await Expect(topline.GetByRole(AriaRole.Definition)).ToHaveTextAsync(["46%", "23%", "31%"]);
            await Expect(topline).ToContainTextAsync("Answers: 25");
            // Of 95 answers on belonging 1 + 11 × 4 are favorable; how the others divide is told when the wave has settled.
            await Expect(CellsOf(page, "Belonging")).ToHaveTextAsync(["47%", "95"]);
            // 29 of 231 households, in steps of twelve: 24 are 10.39 %.
            var participation = page.GetByRole(AriaRole.Region, new() { Name = "Response rate" });
            await Expect(participation).ToContainTextAsync("10%+");
            await Expect(participation).ToContainTextAsync("At least 24 responses, out of 231 possible");

            await page.GetByRole(AriaRole.Navigation, new() { Name = "Where you are" }).GetByRole(AriaRole.Link, new() { Name = "Southeast Seattle", Exact = true }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Southeast Seattle");
            await Expect(CellsOf(page, "Salmonberry Elementary").First).ToHaveTextAsync("46%");
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
