using Azure;

using Surveyctl.Tables;

namespace Surveyctl.Tenants;

/// <summary>
/// Deletes everything of one tenant whose waves have settled, or of one such wave, in an order in which it may stop anywhere and be run
/// again. Of a tenant first the index, so that nobody finds its waves any more, then the waves, what belongs to them, and the definitions
/// last, by which it is known until then; of a wave its answers first, and its definition last.
/// </summary>
internal sealed class DeleteRows(ITableStore tables, TenantRows rows)
{
    /// <exception cref="StoreUnavailableException">The store failed; run again, it goes on where it stopped.</exception>
    public async Task RunAsync(Steps steps, CancellationToken cancellationToken)
    {
        if (rows.Wave is null)
            await DeleteIndexAsync(cancellationToken);
        foreach (var table in rows.Wave is null ? TenantRows.Tables : TablesOfWave)
        {
            // Before the definition, without which nobody finds the wave to go on with.
            if (rows.Wave is not null && table == StoreNames.Definitions)
                await DeleteIndexAsync(cancellationToken);
            using var step = steps.Begin($"Deleting from {table}");
            await DeleteAsync(table, rows.ReadAsync(table, cancellationToken), cancellationToken);
        }
    }

    /// <summary>It stays settled until its answers are gone: nobody opens it again amid them.</summary>
    private static readonly string[] TablesOfWave =
        [StoreNames.Responses, StoreNames.Blocks, StoreNames.Results, StoreNames.Pages, StoreNames.Waves, StoreNames.Definitions];

    private async Task DeleteIndexAsync(CancellationToken cancellationToken) =>
        await DeleteAsync(StoreNames.Waves, (await rows.ReadIndexAsync(cancellationToken)).ToAsyncEnumerable(), cancellationToken);

    private Task DeleteAsync(string table, IAsyncEnumerable<TableRow> found, CancellationToken cancellationToken) =>
        TransactionChunks.ForEachAsync(
            found.Select(row => new RowChange(RowChangeType.Delete, row, ETag.All)),
            (chunk, stopping) => DeleteAsync(table, chunk, stopping),
            cancellationToken);

    private async Task DeleteAsync(string table, IReadOnlyList<RowChange> chunk, CancellationToken cancellationToken)
    {
        if (await tables.CommitAsync(table, chunk, cancellationToken) is CommitResult.Committed)
            return;
        // Some are gone already, perhaps by a first try of the same transaction whose reply got lost.
        foreach (var action in chunk)
        {
            var result = await tables.CommitAsync(table, [action], cancellationToken);
            if (result is CommitResult.Refused { Refusal: not CommitRefusal.NotFound } refused)
            {
                var partition = action.Entity.PartitionKey;
                throw new StoreUnavailableException(
                    $"A row in partition {partition} of table {table} could not be deleted ({refused.Refusal}); run this again.");
            }
        }
    }
}
