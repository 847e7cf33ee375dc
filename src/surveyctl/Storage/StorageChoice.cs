using System.CommandLine;

using Surveyctl.Commands;
using Surveyctl.Local;

using SurveyStore.Azure;

namespace Surveyctl.Storage;

/// <summary>Which storage a command works on.</summary>
internal static class StorageChoice
{
    private const string Setting = "AzureWebJobsStorage";

    /// <summary>The option, else the environment, else that of a running <c>up</c>.</summary>
    /// <exception cref="CommandFailedException">None is named, or what is named is wrong.</exception>
    public static Engine OpenEngine(ParseResult parsed)
    {
        var options = FromConnection(parsed.GetValue(CommonOptions.Connection)) ?? FromEnvironment() ?? FromUp(parsed)
            ?? throw new CommandFailedException(
                $"No storage is named: run 'surveyctl up' in another terminal, give --connection, or set {Setting} or {Setting}__accountName.");
        try
        {
            return new Engine(AzureStorage.Connect(options), TimeProvider.System);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            throw new CommandFailedException(wrong.Message);
        }
    }

    /// <summary>The <c>up</c> that runs on the data folder of the command line; null: none does.</summary>
    public static RunningUp? FindUp(ParseResult parsed) => RunningUp.Find(parsed.GetValue(CommonOptions.Data) ?? RepositoryFolder.DefaultData());

    private static AzureStorageOptions? FromConnection(string? connection) =>
        connection is null ? null : new AzureStorageOptions { ConnectionString = connection };

    private static AzureStorageOptions? FromEnvironment()
    {
        var options = new AzureStorageOptions
        {
            ConnectionString = Read(""),
            AccountName = Read("__accountName"),
            TableServiceUri = ReadUri("__tableServiceUri"),
            QueueServiceUri = ReadUri("__queueServiceUri"),
            ClientId = Read("__clientId"),
            Credential = Read("__credential"),
        };
        var isNamed = options is not { ConnectionString: null, AccountName: null, TableServiceUri: null, QueueServiceUri: null };
        return isNamed ? options : null;
    }

    private static AzureStorageOptions? FromUp(ParseResult parsed) => FromConnection(FindUp(parsed)?.ConnectionString);

    private static string? Read(string suffix) =>
        Environment.GetEnvironmentVariable(Setting + suffix) is { Length: > 0 } value ? value : null;

    private static Uri? ReadUri(string suffix)
    {
        if (Read(suffix) is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri)
            ? uri
            : throw new CommandFailedException($"{Setting}{suffix} is '{text}': give an absolute address such as https://account.table.core.windows.net.");
    }
}
