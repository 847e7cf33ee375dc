using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

using Journeys.App;
using Journeys.Browsing;

namespace Journeys;

/// <summary>Every page, in both directions of reading, as assistive technology finds it. The longest tests there are: two classes run at once.</summary>
public abstract class AccessibilityTests(SurveyApp app, Browser browser, int width)
{
    public sealed class OnPhone(SurveyApp app, Browser browser) : AccessibilityTests(app, browser, width: 360);

    public sealed class AtDesk(SurveyApp app, Browser browser) : AccessibilityTests(app, browser, width: 1280);

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
    [InlineData("en")]
    [InlineData("ar")]
    public Task Axe_finds_nothing_against_WCAG_22_AA(string language) =>
        PageTour.WalkAsync(app, browser, language, width, async (page, name) =>
        {
            var result = await page.RunAxe(Rules);
            Assert.NotEmpty(result.Passes);
            Assert.True(result.Violations.Length == 0, $"{name}: {string.Join('\n', result.Violations.Select(Describe))}");
        });

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id}: {violation.Help} ({string.Join("; ", violation.Nodes.Select(node => node.Html))})";
}
