using Microsoft.Playwright;

namespace Journeys.Browsing;

/// <summary>What a page's layout has to keep to, whatever the width, the zoom and the direction.</summary>
internal static class LayoutChecks
{
    /// <summary>CSS pixels: WCAG 2.2, 2.5.5 Target Size (Enhanced).</summary>
    private const int SmallestTarget = 44;

    /// <summary>Everything between the edges: nobody has to scroll sideways. What is hidden from sight does not count.</summary>
    public static async Task AssertFitsAsync(IPage page, string name)
    {
        var outside = await page.EvaluateAsync<string[]>("""
            () => {
              const width = document.documentElement.clientWidth;
              const outside = [...document.querySelectorAll('body *:not(.unseen):not(.skip)')].filter(element => {
                const box = element.getBoundingClientRect();
                return box.width > 0 && (box.left < -0.5 || box.right > width + 0.5);
              }).map(element => element.outerHTML.slice(0, 120));
              return document.documentElement.scrollWidth > width ? ['the page scrolls sideways', ...outside] : outside;
            }
            """);
        Assert.True(outside.Length == 0, $"{name}: {string.Join('\n', outside)}");
    }

    /// <summary>All that is pressed is large enough for a finger; links amid the words of a sentence are as large as these.</summary>
    public static async Task AssertTargetsAreLargeAsync(IPage page, string name)
    {
        var small = await page.EvaluateAsync<string[]>("""
            smallest => [...document.querySelectorAll('a[href]:not(.skip), button, textarea, select, input[type=text], label:has(input)')]
              .map(element => ({ element, box: element.getBoundingClientRect() }))
              .filter(({ box }) => box.width > 0 && (box.height < smallest - 0.5 || box.width < smallest - 0.5))
              .map(({ element, box }) => `${box.width.toFixed(1)} x ${box.height.toFixed(1)}: ${element.outerHTML.slice(0, 120)}`)
            """, SmallestTarget);
        Assert.True(small.Length == 0, $"{name}: {string.Join('\n', small)}");
    }
}
