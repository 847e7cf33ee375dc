using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

using Azure;

namespace SurveyStorage.Azure;

/// <summary>Azure Table Storage, or Azurite.</summary>
/// <remarks>
/// The client retries what got no answer, so a transaction may reach the service twice. If the first try was committed,
/// the second is refused: a row to be added "exists", one to be replaced has "another ETag", one to be deleted "is not
/// there". Callers that must know read the rows, as they do after an exception.
/// </remarks>
public sealed class AzureTableStore(TableServiceClient service) : ITableStore
{
    private readonly ConcurrentDictionary<string, TableClient> _tables = new(StringComparer.Ordinal);
    private readonly StoreFailure _failure = new("table", service.Uri);

    public Task CreateTableAsync(string table, CancellationToken cancellationToken) =>
        AskAsync(table, client => client.CreateIfNotExistsAsync(cancellationToken), cancellationToken);

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        AskAsync(table, client => client.GetEntityIfExistsAsync(partitionKey, rowKey, cancellationToken), cancellationToken);

    public IAsyncEnumerable<TableRow> QueryAsync(
        string table, string partitionKey, string from, string to, int? take, CancellationToken cancellationToken) =>
        FilterAsync(table, TableFilter.Range(partitionKey, from, to), take, cancellationToken);

    public IAsyncEnumerable<TableRow> ScanAsync(
        string table, string from, string to, int? take, CancellationToken cancellationToken) =>
        FilterAsync(table, TableFilter.Partitions(from, to), take, cancellationToken);

    public async Task<CommitResult> CommitAsync(
        string table, IReadOnlyList<RowChange> actions, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync<CommitResult>(
                table,
                async client => new CommitResult.Committed(await client.SubmitTransactionAsync(actions, cancellationToken)),
                cancellationToken);
        }
        catch (InvalidRowChangeException exception)
        {
            return new CommitResult.Refused(exception.ActionIndex, CommitRefusal.Invalid);
        }
        catch (StoreUnavailableException exception) when (RefusalIn(exception.InnerException) is { } refused)
        {
            return refused;
        }
    }

    private async IAsyncEnumerable<TableRow> FilterAsync(
        string table, string filter, int? take, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (take <= 0)
            yield break;
        int? perPage = take is null ? null : Math.Min(take.Value, TableClient.MaxPerPage);
        await using var rows = Table(table)
            .QueryAsync(filter, perPage, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        var left = take ?? int.MaxValue;
        while (left-- > 0 && await AskAsync(table, _ => rows.MoveNextAsync().AsTask(), cancellationToken))
            yield return rows.Current;
    }

    private TableClient Table(string name) => _tables.GetOrAdd(name, service.GetTableClient);

    private async Task<T> AskAsync<T>(string table, Func<TableClient, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(Table(table));
        }
        catch (Exception exception) when (StoreFailure.Is(exception, cancellationToken))
        {
            throw _failure.Explain(exception, table);
        }
    }

    /// <summary>Null if the service did not definitely refuse the transaction for what it holds.</summary>
    private static CommitResult.Refused? RefusalIn(Exception? exception) => exception switch
    {
        TableTransactionFailedException failure when RefusalOf(failure) is { } refusal =>
            new CommitResult.Refused(failure.FailedTransactionActionIndex ?? -1, refusal),
        // The request as a whole. Other codes are about its headers or its address: our defect, or the wrong service.
        RequestFailedException { Status: 413 } => new CommitResult.Refused(-1, CommitRefusal.Invalid),
        RequestFailedException { ErrorCode: TableErrorCode.InvalidInput } => new CommitResult.Refused(-1, CommitRefusal.Invalid),
        _ => null,
    };

    private static CommitRefusal? RefusalOf(TableTransactionFailedException failure) => failure.Status switch
    {
        404 when failure.ErrorCode == TableErrorCode.ResourceNotFound => CommitRefusal.NotFound,
        409 when failure.ErrorCode == TableErrorCode.EntityAlreadyExists => CommitRefusal.AlreadyExists,
        412 => CommitRefusal.ETagMismatch,
        400 or 413 => CommitRefusal.Invalid,
        _ => null,
    };
}
