namespace SurveyStorage.Azure;

/// <summary>
/// What an Azure Storage connection string says about the table service.
/// <see href="https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string"/>
/// </summary>
internal sealed class StorageConnectionString
{
    private const string EmulatorAccount = "devstoreaccount1";

    // Public and the same for everybody: the emulator's documented key.
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private StorageConnectionString(Uri tableEndpoint, TableSharedKeyCredential credential)
    {
        TableEndpoint = tableEndpoint;
        Credential = credential;
    }

    public Uri TableEndpoint { get; }

    public TableSharedKeyCredential Credential { get; }

    /// <exception cref="FormatException">Says which part is missing or wrong, and never quotes a value.</exception>
    public static StorageConnectionString Parse(string text)
    {
        var parts = Split(text);
        if (parts.TryGetValue("UseDevelopmentStorage", out var emulator) && emulator.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            var host = parts.GetValueOrDefault("DevelopmentStorageProxyUri", "http://127.0.0.1").TrimEnd('/');
            return new StorageConnectionString(
                Endpoint($"{host}:10002/{EmulatorAccount}"), new TableSharedKeyCredential(EmulatorAccount, EmulatorKey));
        }

        var account = Required("AccountName");
        var credential = new TableSharedKeyCredential(account, Required("AccountKey"));
        if (parts.TryGetValue("TableEndpoint", out var endpoint))
            return new StorageConnectionString(Endpoint(endpoint), credential);
        var protocol = parts.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        var suffix = parts.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return new StorageConnectionString(Endpoint($"{protocol}://{account}.table.{suffix}"), credential);

        string Required(string name) => parts.TryGetValue(name, out var value)
            ? value
            : throw new FormatException($"The storage connection string has no {name}.");
    }

    private static Dictionary<string, string> Split(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // A Base64 key ends in '=': only the first one separates.
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new FormatException("The storage connection string is not a list of name=value parts separated by semicolons.");
            parts[part[..equals]] = part[(equals + 1)..];
        }
        return parts;
    }

    private static Uri Endpoint(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https")
        ? uri
        : throw new FormatException("The table endpoint of the storage connection string is not an http or https address.");
}
