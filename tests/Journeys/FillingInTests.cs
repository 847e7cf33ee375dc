using Journeys.App;
using Journeys.Browsing;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>What people do on the way to a form that can be sent: nothing that they ticked or typed gets lost.</summary>
public sealed class FillingInTests(SurveyApp app, Browser browser)
{
    private const string School = "salmonberry-elementary";
    private const string Welcome = "I feel welcome at this school.";
    private const string More = "Is there anything else you want to tell us?";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Another_language_keeps_what_was_ticked_and_typed(bool hasScript) => VisitAsync(Visitor.OnPhone with { HasScript = hasScript }, async (page, wave) =>
    {
        await page.ChooseAsync(Welcome, "Agree");
        await page.GetByLabel(More).FillAsync("The library is lovely.");
        await page.SwitchToAsync("Español");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Encuesta a las familias sobre la escuela");
        await Expect(page.Locator("[name='a.welcome'][value=agree]")).ToBeCheckedAsync();
        await Expect(page.Locator("textarea").Last).ToHaveValueAsync("The library is lovely.");

        await page.SwitchToAsync("English");
        await Expect(page.GetByLabel(More)).ToHaveValueAsync("The library is lovely.");
        Assert.Equal(0, await wave.CountResponsesAsync());
        await page.Locator("[name='a.overall']").First.CheckAsync();
        await page.SendAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Thank you");
        var receipt = await page.ReceiptAsync();

        await page.SwitchToAsync("العربية");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("شكرًا لك");
        Assert.Equal(receipt, await page.ReceiptAsync());
        Assert.Equal(1, await wave.CountResponsesAsync());
    });

    [Fact]
    public Task A_choice_can_be_taken_back_without_script() => VisitAsync(Visitor.OnPhone with { HasScript = false }, async (page, wave) =>
    {
        var noAnswer = page.Question(Welcome).GetByRole(AriaRole.Radio, new() { Name = "No answer" });
        await Expect(noAnswer).Not.ToBeVisibleAsync();
        await page.ChooseAsync(Welcome, "Agree");
        await noAnswer.CheckAsync();
        await page.Locator("[name='a.overall']").First.CheckAsync();
        await page.SendAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Thank you");
        Assert.Equal(["""{"overall":"very-favorable"}"""], await wave.AnswersAsync());
    });

    [Fact]
    public Task What_a_word_processor_puts_between_lines_does_not_keep_a_form_from_being_sent() => VisitAsync(Visitor.OnPhone, async (page, wave) =>
    {
        await page.GetByLabel(More).EvaluateAsync("element => element.value = 'one\\u000btwo\\u0001 می\\u200cخواهم'");
        await page.Locator("[name='a.overall']").First.CheckAsync();
        await page.SendAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Thank you");
        Assert.Equal(["""{"overall":"very-favorable","more":"one\ntwo می""" + "\u200c" + """خواهم"}"""], await wave.AnswersAsync());
    });

    [Fact]
    public Task An_answer_to_a_question_that_is_not_asked_comes_back_with_the_way_to_the_one_above() => VisitAsync(Visitor.OnPhone, async (page, wave) =>
    {
        var conditional = page.Locator(".item:has(p[id^='c-'])").First;
        await conditional.GetByRole(AriaRole.Radio).First.CheckAsync();
        await page.Locator("[name='a.overall']").First.CheckAsync();
        await page.SendAsync();

        await page.WaitForErrorsAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is asked only of those who chose");
        await Expect(conditional.GetByRole(AriaRole.Radio).First).ToBeCheckedAsync();
        Assert.Equal(0, await wave.CountResponsesAsync());
    });

    [Fact]
    public Task The_receipt_is_copied_and_saved_and_selected_in_one_tap() => VisitAsync(Visitor.OnPhone, async (page, _) =>
    {
        await page.Locator("[name='a.overall']").First.CheckAsync();
        await page.SendAsync();
        var receipt = await page.ReceiptAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await Expect(page.GetByText("Copied")).ToBeVisibleAsync();
        Assert.Equal(receipt, await page.EvaluateAsync<string>("getSelection().toString()"));

        await page.EvaluateAsync("getSelection().removeAllRanges()");
        await page.Locator("#receipt").ClickAsync();
        Assert.Equal(receipt, await page.EvaluateAsync<string>("getSelection().toString()"));
    });

    [Fact]
    public Task The_receipt_is_saved_without_script() => VisitAsync(Visitor.OnPhone with { HasScript = false }, async (page, _) =>
    {
        await page.Locator("[name='a.overall']").First.CheckAsync();
        await page.SendAsync();
        var receipt = await page.ReceiptAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copy" })).ToHaveCountAsync(0);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Save as a text file" }).ClickAsync());
        using var file = new StreamReader(await download.CreateReadStreamAsync());
        Assert.Contains(receipt, await file.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal("Your receipt.txt", download.SuggestedFilename);
    });

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("so")]
    [InlineData("ar")]
    [InlineData("vi")]
    [InlineData("zh-Hant")]
    [InlineData("zh-Hans")]
    public Task The_first_question_is_seen_without_scrolling_and_the_numbers_stand_in_two_rows(string language) => VisitAsync(Visitor.OnPhone with { Height = 640 }, async (page, wave) =>
    {
        await page.GotoAsync($"{wave.Form(School, language)}&via=qr");
        await Expect(page.Locator(".item legend").First).ToBeInViewportAsync(new() { Ratio = 1 });
        var boxes = await page.EvaluateAsync<double[][]>(
            "[...document.querySelectorAll('.numbers label')].map(label => label.getBoundingClientRect()).map(box => [box.top, box.width])");
        Assert.Equal(2, boxes.Select(box => box[0]).Distinct().Count());
        Assert.All(boxes, box => Assert.Equal(boxes[0][1], box[1], tolerance: 0.5));
        var sections = await page.Locator(".topic").CountAsync();
        Assert.Equal(sections, await page.Locator(".topic .step").CountAsync());
    });

    private async Task VisitAsync(Visitor visitor, Func<IPage, JourneyWave, Task> journey)
    {
        var wave = await app.OpenWaveLikeAsync(Seeds.FamilyDemo);
        await browser.VisitAsync(wave.Site, visitor, async page =>
        {
            await page.GotoAsync(wave.Form(School));
            await journey(page, wave);
        });
    }
}
