namespace SurveyStorage.Azure;

/// <summary>
/// Which storage account, and as whom: the settings the Functions host itself uses, either <c>AzureWebJobsStorage</c>
/// (a connection string) or <c>AzureWebJobsStorage__…</c> (an identity). A class and not a record: it must not print.
/// </summary>
public sealed class AzureStorageOptions
{
    private const string Setting = "AzureWebJobsStorage";

    /// <summary><c>AzureWebJobsStorage</c>; wins over the identity.</summary>
    public string? ConnectionString { get; init; }

    /// <summary><c>__accountName</c>: names both services in the public cloud.</summary>
    public string? AccountName { get; init; }

    /// <summary><c>__tableServiceUri</c>; null: from the account name.</summary>
    public Uri? TableServiceUri { get; init; }

    /// <summary><c>__queueServiceUri</c>; null: from the account name.</summary>
    public Uri? QueueServiceUri { get; init; }

    /// <summary>
    /// <c>__credential</c>: <c>managedidentity</c>, or null for whatever identity the machine has (environment, workload
    /// or managed identity, a developer's login).
    /// </summary>
    public string? Credential { get; init; }

    /// <summary><c>__clientId</c> of a user-assigned identity; null: the system-assigned one.</summary>
    public string? ClientId { get; init; }

    /// <param name="read">The value of <c>AzureWebJobsStorage</c>, or of a part of it such as <c>accountName</c>; null: not set.</param>
    /// <param name="problems">Gets every value that cannot be read.</param>
    public static AzureStorageOptions Read(Func<string?, string?> read, ICollection<string> problems)
    {
        return new AzureStorageOptions
        {
            ConnectionString = read(null),
            AccountName = read("accountName"),
            TableServiceUri = ReadUri("tableServiceUri"),
            QueueServiceUri = ReadUri("queueServiceUri"),
            ClientId = read("clientId"),
            Credential = read("credential"),
        };

        Uri? ReadUri(string part)
        {
            if (read(part) is not { } text)
                return null;
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri))
                return uri;
            problems.Add($"{Setting}__{part} is '{text}': give an absolute address such as https://account.table.core.windows.net.");
            return null;
        }
    }

    /// <summary>Everything that is missing or wrong, fit for an operator and without secrets; empty: nothing.</summary>
    public IReadOnlyList<string> Problems()
    {
        if (!string.IsNullOrWhiteSpace(ConnectionString))
            return [];
        if (AccountName is null && TableServiceUri is null && QueueServiceUri is null)
            return [$"No storage is named: set {Setting} to a connection string, or {Setting}__accountName to use an identity."];

        var problems = new List<string>();
        Service("table", TableServiceUri);
        Service("queue", QueueServiceUri);
        if (Credential is not null && !IsManagedIdentity)
            problems.Add($"{Setting}__credential is '{Credential}': it can only be 'managedidentity', or not set.");
        return problems;

        void Service(string name, Uri? uri)
        {
            if (uri is null && AccountName is null)
                problems.Add($"{Setting}__{name}ServiceUri or {Setting}__accountName is missing.");
            else if (uri is not null && (!uri.IsAbsoluteUri || uri.Scheme != Uri.UriSchemeHttps))
                problems.Add($"{Setting}__{name}ServiceUri is not an https address.");
        }
    }

    internal bool IsManagedIdentity => string.Equals(Credential, "managedidentity", StringComparison.OrdinalIgnoreCase);

    internal Uri TableEndpoint => TableServiceUri ?? new Uri($"https://{AccountName}.table.core.windows.net");

    internal Uri QueueEndpoint => QueueServiceUri ?? new Uri($"https://{AccountName}.queue.core.windows.net");
}
