using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;

using SurveyStorage.Azure;

using TestSupport;

namespace SurveyStorage.Tests.Azure;

/// <summary>An Azurite that takes every connection and answers nothing.</summary>
public sealed class FrozenStoreTests : IAsyncLifetime
{
    private const string Table = "Responses";
    private const string Queue = "pending";

    private readonly AzuriteFixture _azurite = new();

    public async ValueTask InitializeAsync()
    {
        await _azurite.InitializeAsync();
        await _azurite.Tables.CreateTableAsync(Table, default);
        await _azurite.Queues.CreateQueueAsync(Queue, default);
    }

    [Fact]
    public async Task What_never_gets_an_answer_says_that_the_store_does_not_answer()
    {
        var (tables, queues) = Stores(tries: 3);
        using var frozen = new FrozenProcess(_azurite.Azurite.ProcessId);
        foreach (var failing in Asks(tables, queues, default).Select(Assert.ThrowsAsync<StoreUnavailableException>).ToList())
            Assert.Contains("does not answer", (await failing).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_gives_up_between_two_tries_sees_its_own_cancellation()
    {
        var (tables, queues) = Stores(tries: 1000);
        using var frozen = new FrozenProcess(_azurite.Azurite.ProcessId);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await Task.WhenAll(Asks(tables, queues, patience.Token).Select(Assert.ThrowsAnyAsync<OperationCanceledException>));
    }

    public ValueTask DisposeAsync() => _azurite.DisposeAsync();

    /// <summary>Everything that can be asked of a store.</summary>
    private static Func<Task>[] Asks(AzureTableStore tables, AzureQueueStore queues, CancellationToken cancellationToken) =>
    [
        () => tables.CreateTableAsync(Table, cancellationToken),
        () => tables.GetAsync(Table, "p", "r", cancellationToken),
        () => tables.QueryAsync(Table, "p", "a", "z", null, cancellationToken).ToListAsync(cancellationToken).AsTask(),
        () => tables.CommitAsync(Table, [new RowChange(RowChangeType.Add, new TableRow("p", "r"))], cancellationToken),
        () => queues.CreateQueueAsync(Queue, cancellationToken),
        () => queues.SendAsync(Queue, "text", TimeSpan.Zero, cancellationToken),
        () => queues.ReceiveAsync(Queue, 1, TimeSpan.FromMinutes(1), cancellationToken),
        () => queues.DeleteAsync(Queue, new ReceivedMessage("id", "receipt", "", 1), cancellationToken),
        () => queues.PeekAsync(Queue, 1, cancellationToken),
        () => queues.CountAsync(Queue, cancellationToken),
    ];

    /// <summary>As the product's, but for how long they wait.</summary>
    private (AzureTableStore Tables, AzureQueueStore Queues) Stores(int tries)
    {
        return (
            new AzureTableStore(new TableServiceClient(_azurite.ConnectionString, Impatient(AzureStorage.TableOptions()))),
            new AzureQueueStore(new QueueServiceClient(_azurite.ConnectionString, Impatient(AzureStorage.QueueOptions()))));

        T Impatient<T>(T options)
            where T : ClientOptions
        {
            options.Retry.NetworkTimeout = TimeSpan.FromMilliseconds(100);
            options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
            options.Retry.MaxRetries = tries - 1;
            return options;
        }
    }
}
