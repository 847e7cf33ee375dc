using System.Collections.Concurrent;

using Microsoft.Playwright;

namespace Journeys.Browsing;

/// <summary>What goes wrong behind a page: requests to other sites, failed requests, errors on the console (CSP violations are some).</summary>
internal sealed class PageErrors
{
    private readonly ConcurrentQueue<string> _events = new();

    private PageErrors()
    {
    }

    /// <param name="elsewhere">A site that the visit leads to, whose pages are not ours; null: there is none.</param>
    public static PageErrors Of(IBrowserContext context, IPage page, Uri site, Uri? elsewhere)
    {
        var watch = new PageErrors();
        context.Request += (_, request) =>
        {
            if (!IsElsewhere(request.Url) && !site.IsBaseOf(new Uri(request.Url)) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                watch._events.Enqueue($"A request to another site: {request.Url}");
        };
        context.RequestFailed += (_, request) =>
        {
            // Pressing twice breaks off the first request.
            if (request.Failure != "net::ERR_ABORTED" && !IsElsewhere(request.Url))
                watch._events.Enqueue($"A request failed: {request.Url} {request.Failure}");
        };
        page.PageError += (_, error) => watch._events.Enqueue($"A script failed: {error}");
        page.Console += (_, message) =>
        {
            if (!IsStatusOfPage(message, page) && !IsElsewhere(page.Url))
                watch._events.Enqueue($"On the console: {message.Text} ({message.Location})");
        };
        return watch;

        bool IsElsewhere(string url) => elsewhere is not null && (elsewhere.IsBaseOf(new Uri(url)) || elsewhere.IsBaseOf(new Uri(page.Url)));
    }

    public void AssertUneventful() => Assert.True(_events.IsEmpty, string.Join('\n', _events));

    /// <summary>Chromium notes it when the page itself comes with a status such as 422; what such a page says, the journeys look at.</summary>
    private static bool IsStatusOfPage(IConsoleMessage message, IPage page) =>
        message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
        && message.Location.StartsWith(page.Url.Split('#')[0], StringComparison.Ordinal);
}
