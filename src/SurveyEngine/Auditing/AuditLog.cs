using System.Security.Cryptography;

using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage;

namespace SurveyEngine.Auditing;

/// <summary>
/// Who did what, and when, in rows that are added and never changed. Each is written before the act: what is not written down does not happen.
/// </summary>
public sealed class AuditLog(ITableStore tables, TimeProvider time)
{
    private const int RandomLength = 8;

    /// <summary>
    /// Writes it down and does it; if that fails, or gives null or false, this is written down as well: it did not come to its end. Whoever asked for it
    /// may have gone: then it is done all the same.
    /// </summary>
    /// <param name="act">Does not heed that its caller has gone, where half of it could be done.</param>
    /// <exception cref="StoreUnavailableException">It could not be written down, and was not done; or the act's own.</exception>
    public async Task<T> RunAsync<T>(AuditEvent what, Actor by, Func<Task<T>> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var begun = await WriteAsync(what, by, failed: null);
        var isDone = false;
        try
        {
            var result = await act();
            isDone = result is not (null or false);
            return result;
        }
        finally
        {
            if (!isDone)
                await TellFailureAsync(what, by, begun);
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(AuditEvent what, Actor by, Func<Task> act, CancellationToken cancellationToken) => RunAsync(
        what,
        by,
        async () =>
        {
            await act();
            return true;
        },
        cancellationToken);

    /// <summary>The latest first, read a page at a time as they are consumed.</summary>
    /// <param name="tenant">Null: what is of the whole storage.</param>
    /// <param name="take">Stop after so many; null: all.</param>
    /// <param name="before">The id of an entry, to begin with the one before it in time; null: with the latest.</param>
    public IAsyncEnumerable<AuditEntry> ReadAsync(TenantId? tenant, int? take, CancellationToken cancellationToken, string? before = null) =>
        tables.QueryAsync(StoreNames.Audit, AuditRow.PartitionOf(tenant), AuditRow.Before(before), cancellationToken, take).Select(AuditRow.Read);

    private async Task<string> WriteAsync(AuditEvent what, Actor by, string? failed)
    {
        var now = time.GetUtcNow();
        var id = $"{DateTimeOffset.MaxValue.Ticks - now.Ticks:D19}-{RandomNumberGenerator.GetHexString(RandomLength, lowercase: true)}";
        var row = AuditRow.Of(new AuditEntry(id, now, by, what, failed));
        // A row that is there is that of a first try, whose answer got lost.
        return await tables.CommitAsync(StoreNames.Audit, [new RowChange(RowChangeType.Add, row)], CancellationToken.None)
            is CommitResult.Committed or CommitResult.Refused { Refusal: CommitRefusal.AlreadyExists }
            ? id
            : throw new StoreUnavailableException("The storage did not take the entry of the audit; nothing was done.");
    }

    /// <summary>What failed is told; that this could not be written down as well is not in its place.</summary>
    private async Task TellFailureAsync(AuditEvent what, Actor by, string begun)
    {
        try
        {
            await WriteAsync(what, by, begun);
        }
        catch (StoreUnavailableException)
        {
        }
    }
}
