using Azure.Data.Tables;

using SurveyEngine.Keys;

using SurveyStorage;

namespace Benchmarks.Running;

/// <summary>
/// What a usual app does: one row per request through Azure's client library as it comes, one client of the table for all. The rows
/// are made beforehand.
/// </summary>
internal sealed class SdkInserts(string connectionString, IReadOnlyList<TableRow> rows) : PlainInserts
{
    private readonly TableClient _table = new(connectionString, StoreNames.Responses);
    private readonly List<TableEntity> _rows = [.. rows.Select(EntityOf)];

    public override Task InsertAsync(int client, int row) => _table.AddEntityAsync(_rows[row]);

    public override void Dispose()
    {
        // The library keeps its connections for the process.
    }

    private static TableEntity EntityOf(TableRow row)
    {
        var entity = new TableEntity(row.PartitionKey, row.RowKey);
        foreach (var (name, value) in row)
            entity.Add(name, value);
        return entity;
    }
}
