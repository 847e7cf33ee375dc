using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace SurveyStorage.Azure;

/// <summary>Azure Table Storage, or Azurite.</summary>
/// <remarks>
/// The client retries what got no answer, so a transaction may reach the service twice. If the first try was committed,
/// the second is refused: a row to be added "exists", one to be replaced has "another ETag", one to be deleted "is not
/// there". Callers that must know read the rows, as they do after an exception.
/// </remarks>
/// <param name="service">With <see cref="AzureStorage.TableOptions"/>.</param>
public sealed class AzureTableStore(TableServiceClient service) : ITableStore
{
    private const int MostRowsPerPage = 1000;

    // As text: the SDK's own type does not compare with an answer that has no code.
    private static readonly string EntityAlreadyExists = TableErrorCode.EntityAlreadyExists.ToString();
    private static readonly string InvalidInput = TableErrorCode.InvalidInput.ToString();
    private static readonly string ResourceNotFound = TableErrorCode.ResourceNotFound.ToString();

    private readonly ConcurrentDictionary<string, TableClient> _tables = new(StringComparer.Ordinal);
    private readonly StoreFailure _failure = new("table", service.Uri);

    public Task CreateTableAsync(string table, CancellationToken cancellationToken) =>
        _failure.AskAsync(table, () => Table(table).CreateIfNotExistsAsync(cancellationToken), cancellationToken);

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        TableLimits.CheckKey(partitionKey, nameof(TableRow.PartitionKey));
        TableLimits.CheckKey(rowKey, nameof(TableRow.RowKey));
        return _failure.AskAsync<TableRow?>(
            table,
            async () =>
            {
                var found = await Table(table).GetEntityIfExistsAsync<TableEntity>(
                    partitionKey, rowKey, cancellationToken: cancellationToken);
                if (found.HasValue)
                    return TableEntities.ToRow(found.Value!);
                // Whatever comes with 404: no such row, but also no such table, or a page of a proxy.
                var missing = new RequestFailedException(found.GetRawResponse());
                return missing.ErrorCode == ResourceNotFound ? null : throw missing;
            },
            cancellationToken);
    }

    public IAsyncEnumerable<TableRow> QueryAsync(
        string table, string partitionKey, string from, string to, int? take, CancellationToken cancellationToken) =>
        FilterAsync(
            table,
            TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey} and RowKey ge {from} and RowKey lt {to}"),
            take,
            cancellationToken);

    public IAsyncEnumerable<TableRow> ScanAsync(
        string table, string from, string to, int? take, CancellationToken cancellationToken) =>
        FilterAsync(
            table, TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {to}"), take, cancellationToken);

    public async Task<CommitResult> CommitAsync(
        string table, IReadOnlyList<RowChange> actions, CancellationToken cancellationToken)
    {
        try
        {
            TableLimits.Check(actions);
            return await _failure.AskAsync(table, () => SubmitAsync(table, actions, cancellationToken), cancellationToken);
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

    private async Task<CommitResult> SubmitAsync(
        string table, IReadOnlyList<RowChange> actions, CancellationToken cancellationToken)
    {
        var replies = (await Table(table).SubmitTransactionAsync(actions.Select(TableEntities.ToAction), cancellationToken)).Value;
        return replies.Count == actions.Count
            ? new CommitResult.Committed([.. replies.Select(reply => reply.Headers.ETag ?? default)])
            : throw new InvalidDataException($"The table service answered {replies.Count} of {actions.Count} actions.");
    }

    private async IAsyncEnumerable<TableRow> FilterAsync(
        string table, string filter, int? take, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = take ?? int.MaxValue;
        if (left <= 0)
            yield break;
        int? perPage = take is null ? null : Math.Min(left, MostRowsPerPage);
        await using var pages = Table(table)
            .QueryAsync<TableEntity>(filter, perPage, cancellationToken: cancellationToken)
            .AsPages()
            .GetAsyncEnumerator(cancellationToken);
        while (left > 0 && await _failure.AskAsync(table, NextPageAsync, cancellationToken) is { } page)
        {
            foreach (var row in page.Take(left))
                yield return row;
            left -= page.Count;
        }

        // A page may be empty and yet not be the last one.
        async Task<List<TableRow>?> NextPageAsync() =>
            await pages.MoveNextAsync() ? [.. pages.Current.Values.Select(TableEntities.ToRow)] : null;
    }

    private TableClient Table(string name) => _tables.GetOrAdd(name, service.GetTableClient);

    /// <summary>Null if the service did not definitely refuse the transaction for what it holds.</summary>
    private static CommitResult.Refused? RefusalIn(Exception? exception) => exception switch
    {
        TableTransactionFailedException failure when RefusalOf(failure) is { } refusal =>
            new CommitResult.Refused(failure.FailedTransactionActionIndex ?? -1, refusal),
        // The request as a whole. Other codes are about its headers or its address: our defect, or the wrong service.
        RequestFailedException failure when failure.Status == 413 || failure.ErrorCode == InvalidInput =>
            new CommitResult.Refused(-1, CommitRefusal.Invalid),
        _ => null,
    };

    private static CommitRefusal? RefusalOf(TableTransactionFailedException failure) => failure.Status switch
    {
        404 when failure.ErrorCode == ResourceNotFound => CommitRefusal.NotFound,
        409 when failure.ErrorCode == EntityAlreadyExists => CommitRefusal.AlreadyExists,
        412 => CommitRefusal.ETagMismatch,
        400 or 413 => CommitRefusal.Invalid,
        _ => null,
    };
}
