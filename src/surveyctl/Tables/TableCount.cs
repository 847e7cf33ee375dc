using SurveyEngine.Intake;

namespace Surveyctl.Tables;

/// <summary>How many rows a table has, and of what kind those of <c>Responses</c> are.</summary>
internal sealed class TableCount(string table)
{
    private string? _partition;

    public string Table { get; } = table;

    public bool HoldsResponses => Table == StoreNames.Responses;

    public long Rows { get; private set; }

    public long Partitions { get; private set; }

    /// <summary>Withdrawn ones are not among them.</summary>
    public long Responses { get; private set; }

    public long Withdrawn { get; private set; }

    public long PendingBatches { get; private set; }

    public long Tallies { get; private set; }

    /// <summary>Reads all of it, a page at a time.</summary>
    public static async Task<TableCount> ReadAsync(ITableStore tables, string table, CancellationToken cancellationToken)
    {
        var count = new TableCount(table);
        await foreach (var row in tables.ScanAsync(table, KeyRange.All.From, KeyRange.All.To, take: null, cancellationToken))
            count.Add(row);
        return count;
    }

    /// <summary>Rows come partition by partition.</summary>
    private void Add(TableRow row)
    {
        Rows++;
        if (row.PartitionKey != _partition)
            Partitions++;
        _partition = row.PartitionKey;
        if (!HoldsResponses)
            return;
        if (ResponsesKeys.IsBatch(row.RowKey))
            PendingBatches++;
        else if (!ResponsesKeys.IsResponse(row.RowKey))
            Tallies++;
        else if (ResponseRow.IsWithdrawn(row))
            Withdrawn++;
        else
            Responses++;
    }
}
