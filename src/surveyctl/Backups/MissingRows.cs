using System.Runtime.CompilerServices;

using SurveyEngine.Auditing;

namespace Surveyctl.Backups;

/// <summary>
/// Holds the rows of a backup against those of a storage, both in the order of <see cref="RowOrder"/>, so that neither has to fit
/// into memory. A restore that was interrupted has left some of them there, and no other.
/// </summary>
internal static class MissingRows
{
    /// <summary>The rows of the backup that the storage does not have.</summary>
    /// <param name="tables">The storage.</param>
    /// <param name="table">Which table.</param>
    /// <param name="backup">The table's rows in the backup.</param>
    /// <param name="advice">What who is refused is told to do.</param>
    /// <exception cref="CommandFailedException">The storage has a row that is not in the backup, or that differs.</exception>
    public static async IAsyncEnumerable<TableRow> ReadAsync(
        ITableStore tables, string table, IAsyncEnumerable<TableRow> backup, string advice, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // That it is restored was written down before.
        await using var stored = RowOrder.ReadAsync(tables, table, cancellationToken).Where(row => table != StoreNames.Audit || !AuditRow.IsOfRestore(row))
            .GetAsyncEnumerator(cancellationToken);
        var isLeft = await stored.MoveNextAsync();
        await foreach (var row in backup.WithCancellation(cancellationToken))
        {
            var order = isLeft ? RowOrder.Compare(table, stored.Current, row) : 1;
            if (order > 0)
            {
                yield return row;
                continue;
            }
            if (order < 0)
                throw Refuse("that is not in the backup");
            if (!stored.Current.HasSameProperties(row))
                throw Refuse("that is in the backup with other content");
            isLeft = await stored.MoveNextAsync();
        }
        if (isLeft)
            throw Refuse("that is not in the backup");

        // Without the key of the row: the id of a response is its respondent's.
        CommandFailedException Refuse(string what) =>
            new($"Table {table} holds a row in partition {stored.Current.PartitionKey} {what}. {advice}");
    }
}
