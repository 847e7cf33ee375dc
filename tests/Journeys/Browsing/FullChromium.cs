using Microsoft.Playwright;

namespace Journeys.Browsing;

/// <summary>A whole Chromium of this machine. The one out of the package is its headless part, which never keeps pages for going back.</summary>
internal static class FullChromium
{
    public const string WhyNot =
        "There is no Chromium on this machine that keeps pages for going back: install one, or name one in " + Browser.ExecutableVariable + ".";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    /// <summary>Null: there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Browser.ExecutableVariable) is { Length: > 0 } named)
            return named;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    /// <summary>As people's browsers do; Playwright switches it off unless it is told not to.</summary>
    public static BrowserTypeLaunchOptions KeepingPages(string executable) => new()
    {
        ExecutablePath = executable,
        IgnoreDefaultArgs = ["--disable-back-forward-cache"],
        Args = ["--headless=new", .. Browser.Arguments.Skip(1)],
    };
}
