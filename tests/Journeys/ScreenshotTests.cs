using Journeys.App;
using Journeys.Browsing;

namespace Journeys;

/// <summary>
/// Every page can be pictured without a request or a script going wrong; the pictures are for looking at, because no assertion
/// sees what is ugly.
/// </summary>
public sealed class ScreenshotTests(SurveyApp app, Browser browser)
{
    /// <summary>The folder they are written to; not set: <c>artifacts/screenshots</c>.</summary>
    private const string FolderVariable = "JOURNEYS_SCREENSHOTS";

    [Theory]
    [InlineData("en", 360)]
    [InlineData("en", 1280)]
    [InlineData("ar", 360)]
    [InlineData("ar", 1280)]
    public async Task Every_page_is_pictured(string language, int width)
    {
        var folder = Folder();
        await PageTour.WalkAsync(app, browser, language, width, (page, name) =>
            page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{language}-{width}.png"), FullPage = true }));
    }

    /// <summary>The picture of the readme: the demo's dashboard on a desk beside its form on a phone.</summary>
    [Fact]
    public async Task The_dashboard_is_pictured_beside_the_form()
    {
        var file = Path.Combine(Folder(), "screenshot.png");
        byte[] dashboard = [], form = [];
        await browser.VisitAsync(app.Url, Visitor.AtDesk with { Width = 1000, Height = 1000 }, async page =>
        {
            await page.GotoAsync("/dashboard/southeast-2025-families?lang=en");
            dashboard = await page.ScreenshotAsync();
        });
        await browser.VisitAsync(app.Url, Visitor.OnPhone with { Height = 780 }, async page =>
        {
            await page.GotoAsync($"/family/{Seeds.FamilyDemo}/salmonberry-elementary?lang=so");
            await page.Locator("#q-overall").EvaluateAsync("question => question.scrollIntoView({ block: 'center' })");
            await page.Locator("[name='a.overall']").Nth(1).CheckAsync();
            await page.Locator(":focus").BlurAsync();
            form = await page.ScreenshotAsync();
        });
        await browser.VisitAsync(app.Url, Visitor.AtDesk with { Width = 1432, Height = 1042 }, async page =>
        {
            await page.SetContentAsync($$"""
                <!doctype html>
                <style>
                body { margin: 0; padding: 20px; background: #dfe6ec; }
                img { position: absolute; border: 1px solid #c5cfd8; }
                .form { right: 20px; bottom: 20px; border: 8px solid #17212b; border-radius: 28px; }
                </style>
                <img alt="" src="data:image/png;base64,{{Convert.ToBase64String(dashboard)}}">
                <img alt="" class="form" src="data:image/png;base64,{{Convert.ToBase64String(form)}}">
                """);
            await page.ScreenshotAsync(new() { Path = file });
        });
    }

    private static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named : "artifacts/screenshots";
        return Directory.CreateDirectory(Path.GetFullPath(folder, TestSupport.Repository.Root)).FullName;
    }
}
