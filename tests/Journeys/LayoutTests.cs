using Journeys.App;
using Journeys.Browsing;

namespace Journeys;

/// <summary>Every page, in both directions of reading, on small screens and in large type.</summary>
public sealed class LayoutTests(SurveyApp app, Browser browser)
{
    /// <summary>320 pixels are a page of 1280 at a zoom of 400%, 640 one at 200%.</summary>
    [Theory]
    [InlineData("en", 360)]
    [InlineData("en", 320)]
    [InlineData("en", 640)]
    [InlineData("ar", 360)]
    [InlineData("ar", 320)]
    public Task Nothing_sticks_out_and_fingers_find_everything(string language, int width) =>
        PageTour.WalkAsync(app, browser, language, width, async (page, name) =>
        {
            await LayoutChecks.AssertFitsAsync(page, name);
            await LayoutChecks.AssertTargetsAreLargeAsync(page, name);
        });

    [Fact]
    public Task Text_of_twice_the_size_still_fits_a_phone() =>
        PageTour.WalkAsync(app, browser, "en", 360, async (page, name) =>
        {
            await page.EvaluateAsync("document.documentElement.style.fontSize = '200%'");
            await LayoutChecks.AssertFitsAsync(page, name);
            await page.EvaluateAsync("document.documentElement.style.fontSize = ''");
        });
}
