using System.Net;

using Surveyctl.Local;

using SurveyFunctions.Pages;

using SurveyStorage.Azure;

namespace Surveyctl.Commands;

/// <summary>Which running app a command talks to.</summary>
internal static class AppChoice
{
    public static readonly Uri DefaultUrl = new("http://localhost:7071");

    private static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(30);

    public static HttpClient CreateClient() => new() { Timeout = RequestTime };

    /// <summary>Its address, of which links are made that others open: none stands in.</summary>
    /// <exception cref="CommandFailedException">It is not known.</exception>
    public static Uri RequireUrl(ParseResult parsed, Option<Uri?> option) =>
        parsed.GetValue(option) ?? StorageChoice.FindRunningApp(parsed)?.Url
        ?? throw new CommandFailedException("Where the app is, is not known: give its address, as in --url https://surveys.example.org");

    /// <summary>Its address, and that it answers there: a wrong address is one message and not one per response.</summary>
    /// <exception cref="CommandFailedException">It does not answer.</exception>
    public static async Task<Uri> RequireAsync(HttpClient client, ParseResult parsed, Option<Uri?> option, CancellationToken cancellationToken)
    {
        var url = parsed.GetValue(option) ?? StorageChoice.FindRunningApp(parsed)?.Url ?? DefaultUrl;
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

    /// <summary>As <see cref="RequireAsync"/>, and that it works on the same storage: it knows the token of the wave's preview.</summary>
    /// <exception cref="CommandFailedException">It does not answer, or what this storage has is not what is sent to.</exception>
    public static async Task<Uri> RequireWaveAsync(
        HttpClient client, ParseResult parsed, Option<Uri?> option, Engine engine, Wave wave, CancellationToken cancellationToken)
    {
        var url = await RequireAsync(client, parsed, option, cancellationToken);
        var token = await engine.Previews.FindOrMakeAsync(wave.Tenant, wave.Id, cancellationToken);
        var school = (await engine.Waves.FirstSchoolsAsync(wave, 1, cancellationToken))[0].Id;
        using var answer = await client.GetAsync(
            new Uri(url, Address.OfPreview(wave.Id, token, school)), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.IsSuccessStatusCode)
            return url;
        throw answer.StatusCode == HttpStatusCode.NotFound
            ? new CommandFailedException(
                $"The app at {url.OriginalString} does not have wave {wave.Id} of this storage, or is an earlier version: give the --url of the one "
                + "that works on it. Nothing was sent.")
            : new CommandFailedException($"The app at {url.OriginalString} answers {(int)answer.StatusCode}: try again.", ExitCode.Unreachable);
    }
}

/// <summary>Which storage a command works on.</summary>
internal static class StorageChoice
{
    private const string Azure = StorageLocation.Azure.Setting;
    private const string Embedded = StorageLocation.Embedded.Setting;

    /// <summary>An option, else the environment, else that of a running <c>up</c>.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="use">What is done with it.</param>
    /// <exception cref="CommandFailedException">None is named, or two are, or what is named is wrong.</exception>
    public static Engine OpenEngine(ParseResult parsed, StorageUse use)
    {
        var location = FromOptions(parsed) ?? FromEnvironment() ?? FindRunningApp(parsed)?.Storage
            ?? throw new CommandFailedException(
                $"No storage is named: run 'surveyctl up' in another terminal (with --data here too if it has one), give --connection or --file, or set {Azure}, "
                + $"{Azure}__accountName or {Embedded}.");
        return Engine.Over(location.Open(use));
    }

    /// <summary>The <c>up</c> that runs on the data folder of the command line; null: none does.</summary>
    public static RunningApp? FindRunningApp(ParseResult parsed) => RunningApp.Find(parsed.GetValue(Parameters.Data) ?? RepositoryFolder.DefaultData());

    private static StorageLocation? FromOptions(ParseResult parsed)
    {
        var connection = parsed.GetValue(Parameters.Connection);
        var file = parsed.GetValue(Parameters.File);
        if (connection is not null && file is not null)
            throw new CommandFailedException("--connection and --file name two storages: give one of them.");
        return Choose(connection is null ? null : new StorageLocation.Azure(connection), file);
    }

    private static StorageLocation? FromEnvironment()
    {
        var problems = new List<string>();
        var options = AzureStorageOptions.Read(part => Read(part is null ? Azure : $"{Azure}__{part}"), problems);
        if (problems.Count > 0)
            throw new CommandFailedException(string.Join('\n', problems));
        var isAzureNamed = options is not { ConnectionString: null, AccountName: null, TableServiceUri: null, QueueServiceUri: null };
        var file = Read(Embedded);
        if (isAzureNamed && file is not null)
        {
            throw new CommandFailedException(
                $"The environment names two storages, by {Azure} and by {Embedded}: remove one of them, or give --connection or --file.");
        }
        return Choose(isAzureNamed ? new StorageLocation.Azure(options) : null, file);
    }

    private static StorageLocation? Choose(StorageLocation.Azure? account, string? file) =>
        file is null ? account : new StorageLocation.Embedded(file);

    private static string? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
