using Microsoft.Playwright;

namespace Journeys.Browsing;

/// <summary>One Chromium for all journeys; each visit has a profile of its own in it.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>An executable to use in place of the one out of the package, for systems that the package is not made for.</summary>
    internal const string ExecutableVariable = "JOURNEYS_CHROMIUM";

    /// <summary>Nothing goes out to look for updates, and no sandbox: a container's root may not make one.</summary>
    internal static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--font-render-hinting=none",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        var options = await LaunchOptionsAsync();
        // The driver comes with the NuGet package, so that nothing has to be installed.
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Does what a visitor does, and then holds against the visit whatever a visitor should never meet.</summary>
    internal async Task VisitAsync(Uri site, Visitor visitor, Func<IPage, Task> journey, Uri? elsewhere = null)
    {
        await using var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = site.ToString(),
            ViewportSize = new ViewportSize { Width = visitor.Width, Height = visitor.Height },
            IsMobile = visitor.IsTouching,
            HasTouch = visitor.IsTouching,
            JavaScriptEnabled = visitor.HasScript,
            Locale = visitor.Language,
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(10_000);
        var watch = PageErrors.Of(context, page, site, elsewhere);
        await journey(page);
        watch.AssertUneventful();
    }

    private static async Task<BrowserTypeLaunchOptions> LaunchOptionsAsync()
    {
        if (Environment.GetEnvironmentVariable(ExecutableVariable) is { Length: > 0 } executable)
            return new BrowserTypeLaunchOptions { ExecutablePath = executable, Args = Arguments };
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException($"The packaged Chromium is for Linux: set {ExecutableVariable} to the executable of one.");
        var chromium = await ChromiumFiles.UnpackAsync(CancellationToken.None);
        return new BrowserTypeLaunchOptions { ExecutablePath = chromium.Executable, Env = chromium.Environment, Args = Arguments };
    }
}
