using Azure.Data.Tables;

namespace SurveyStorage.Azure;

/// <summary>Rows as the SDK has them: keys, timestamp and ETag are entries of a <see cref="TableEntity"/> like any other.</summary>
internal static class TableEntities
{
    public static TableTransactionAction ToAction(RowChange change) => new(
        change.ActionType switch
        {
            RowChangeType.Add => TableTransactionActionType.Add,
            RowChangeType.UpdateReplace => TableTransactionActionType.UpdateReplace,
            RowChangeType.Delete => TableTransactionActionType.Delete,
            _ => TableTransactionActionType.UpsertReplace,
        },
        ToEntity(change.Entity),
        change.ETag);

    /// <exception cref="InvalidDataException">What the service sent is no row: it has no keys.</exception>
    public static TableRow ToRow(TableEntity entity)
    {
        if (entity.PartitionKey is not { } partitionKey || entity.RowKey is not { } rowKey)
            throw new InvalidDataException("The table service answered with a row that has no keys.");
        var properties = new Dictionary<string, object>(entity.Count, StringComparer.Ordinal);
        foreach (var (name, value) in entity)
        {
            if (value is not null && name is not ("PartitionKey" or "RowKey" or "Timestamp") && !name.StartsWith("odata.", StringComparison.Ordinal))
                properties.Add(name, value);
        }
        return new TableRow(partitionKey, rowKey, properties) { ETag = entity.ETag, Timestamp = entity.Timestamp };
    }

    private static TableEntity ToEntity(TableRow row)
    {
        var entity = new TableEntity(row.PartitionKey, row.RowKey);
        foreach (var (name, value) in row)
        {
            entity[name] = value;
            // The SDK has no form for it.
            if (value is double number && double.IsInfinity(number))
            {
                entity[name] = number > 0 ? "Infinity" : "-Infinity";
                entity[$"{name}@odata.type"] = "Edm.Double";
            }
        }
        return entity;
    }
}
