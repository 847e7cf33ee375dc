using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

using Journeys.App;
using Journeys.Browsing;

namespace Journeys;

/// <summary>Every page, in both directions of reading, as assistive technology finds it.</summary>
public sealed class AccessibilityTests(SurveyApp app, Browser browser)
{
    private static readonly AxeRunOptions Rules = new()
    {
        ResultTypes = [ResultType.Violations],
        RunOnly = new RunOnlyOptions
        {
            Type = "tag",
            Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
        },
    };

    [Theory]
    [InlineData("en", 360)]
    [InlineData("en", 1280)]
    [InlineData("ar", 360)]
    [InlineData("ar", 1280)]
    public Task Axe_finds_nothing_against_WCAG_22_AA(string language, int width) =>
        PageTour.WalkAsync(app, browser, language, width, async (page, name) =>
        {
            var result = await page.RunAxe(Rules);
            Assert.NotEmpty(result.Passes);
            Assert.True(result.Violations.Length == 0, $"{name}: {string.Join('\n', result.Violations.Select(Describe))}");
        });

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id}: {violation.Help} ({string.Join("; ", violation.Nodes.Select(node => node.Html))})";
}
