using Azure.Core;
using Azure.Core.Pipeline;

namespace SurveyStorage.Azure;

/// <summary>
/// The tables of a storage account. Like <see cref="TableClient"/> it is named and shaped as in <c>Azure.Data.Tables</c>
/// and holds what this project uses of it. Thread-safe; one per account is enough.
/// </summary>
public sealed class TableServiceClient
{
    private static readonly string[] Scopes = ["https://storage.azure.com/.default"];

    private readonly TablePipeline _pipeline;

    /// <exception cref="FormatException">The connection string is not one; the message quotes nothing of it.</exception>
    public TableServiceClient(string connectionString, TableClientOptions? options = null)
    {
        var parts = StorageConnectionString.Parse(connectionString);
        _pipeline = SharedKeyPipeline(parts.TableEndpoint, parts.Credential, options ?? new TableClientOptions());
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options = null) =>
        _pipeline = SharedKeyPipeline(endpoint, credential, options ?? new TableClientOptions());

    /// <param name="endpoint">Must be https: a token is good for every row of the account.</param>
    public TableServiceClient(Uri endpoint, TokenCredential credential, TableClientOptions? options = null)
    {
        if (endpoint.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException($"A token is sent over https only, and {endpoint} is not.", nameof(endpoint));
        _pipeline = new TablePipeline(endpoint, new BearerTokenAuthenticationPolicy(credential, Scopes), options ?? new TableClientOptions());
    }

    public Uri Uri => new(_pipeline.Endpoint);

    /// <exception cref="ArgumentException">The service allows no table of this name.</exception>
    public TableClient GetTableClient(string tableName) => new(_pipeline, tableName);

    private static TablePipeline SharedKeyPipeline(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options) =>
        new(endpoint, new TableSharedKeyPolicy(credential, options.TimeProvider), options);
}
