using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Queues;

namespace SurveyStorage.Azure;

/// <summary>Both stores of one storage account. Nothing is sent until they are used.</summary>
public sealed class AzureStorage : IStorage
{
    private AzureStorage(TableServiceClient tables, QueueServiceClient queues)
    {
        Tables = new AzureTableStore(tables);
        Queues = new AzureQueueStore(queues);
        Description = $"Azure storage at {tables.Uri.GetLeftPart(UriPartial.Path).TrimEnd('/')}";
    }

    public ITableStore Tables { get; }

    public IQueueStore Queues { get; }

    public string Description { get; }

    /// <exception cref="ArgumentException">The options have <see cref="AzureStorageOptions.Problems"/>: all of them are the message.</exception>
    /// <exception cref="FormatException">The connection string is not one; the message quotes nothing of it.</exception>
    public static AzureStorage Connect(AzureStorageOptions options)
    {
        var problems = options.Problems();
        if (problems.Count > 0)
            throw new ArgumentException(string.Join('\n', problems), nameof(options));
        if (!string.IsNullOrWhiteSpace(options.ConnectionString))
            return Connect(options.ConnectionString);
        var credential = Identity(options);
        return new AzureStorage(
            new TableServiceClient(options.TableEndpoint, credential, TableOptions()),
            new QueueServiceClient(options.QueueEndpoint, credential, QueueOptions()));
    }

    /// <summary>Nothing is held: the clients share the process's connections.</summary>
    public void Dispose()
    {
    }

    /// <summary>The client options of the product: few quick retries, because somebody with a phone waits for the answer.</summary>
    public static TableClientOptions TableOptions() => WithRetries(new TableClientOptions());

    /// <summary>The same for queues; text is sent as it is, as the Functions host is told in <c>host.json</c>.</summary>
    public static QueueClientOptions QueueOptions() =>
        WithRetries(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });

    private static AzureStorage Connect(string connectionString)
    {
        try
        {
            return new(
                new TableServiceClient(connectionString, TableOptions()), new QueueServiceClient(connectionString, QueueOptions()));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
#pragma warning disable MA0054 // Without what the SDK says: it may quote the key.
            throw new FormatException("AzureWebJobsStorage is no connection string of a storage account. Copy it again from the portal.");
#pragma warning restore MA0054
        }
    }

    private static TokenCredential Identity(AzureStorageOptions options)
    {
        if (!options.IsManagedIdentity)
            return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = options.ClientId });
        return new ManagedIdentityCredential(
            options.ClientId is null
                ? ManagedIdentityId.SystemAssigned
                : ManagedIdentityId.FromUserAssignedClientId(options.ClientId));
    }

    /// <summary>Three tries; a Retry-After of the service is kept to.</summary>
    private static T WithRetries<T>(T options)
        where T : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        return options;
    }
}
