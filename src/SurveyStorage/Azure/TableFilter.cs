namespace SurveyStorage.Azure;

/// <summary>Filters of a query, keys quoted right.</summary>
public static class TableFilter
{
    /// <summary><c>from &lt;= RowKey &lt; to</c> within a partition, in the ordinal order of UTF-16.</summary>
    public static string Range(string partitionKey, string from, string to) =>
        $"PartitionKey eq {TableKeyEscaping.Literal(partitionKey)}"
        + $" and RowKey ge {TableKeyEscaping.Literal(from)} and RowKey lt {TableKeyEscaping.Literal(to)}";

    /// <summary><c>from &lt;= PartitionKey &lt; to</c>, in the ordinal order of UTF-16.</summary>
    public static string Partitions(string from, string to) =>
        $"PartitionKey ge {TableKeyEscaping.Literal(from)} and PartitionKey lt {TableKeyEscaping.Literal(to)}";
}
