using System.CommandLine;

namespace Surveyctl.Commands;

/// <summary>Which running app a command talks to.</summary>
internal static class AppChoice
{
    public static readonly Uri DefaultUrl = new("http://localhost:7071");

    private static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(30);

    public static HttpClient CreateClient() => new() { Timeout = RequestTime };

    /// <summary>Its address, and that it answers there: a wrong address is one message and not one per response.</summary>
    /// <exception cref="CommandFailedException">It does not answer.</exception>
    public static async Task<Uri> RequireAsync(HttpClient client, ParseResult parsed, Option<Uri?> option, CancellationToken cancellationToken)
    {
        var url = parsed.GetValue(option) ?? StorageChoice.FindUp(parsed)?.Url ?? DefaultUrl;
        try
        {
            using var answer = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return url;
        }
        catch (HttpRequestException failure)
        {
            throw new CommandFailedException(
                $"The app does not answer at {url.OriginalString} ({failure.Message}). Start it with 'surveyctl up', or give --url.",
                ExitCode.Unreachable);
        }
    }
}
