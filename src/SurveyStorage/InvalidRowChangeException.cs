namespace SurveyStorage;

/// <summary>
/// A row or a transaction that the table service would never take; found before anything is sent. The message says which
/// limit, and holds no value.
/// </summary>
public sealed class InvalidRowChangeException(string message, int actionIndex = -1, string? propertyName = null)
    : ArgumentException(message)
{
    /// <summary>The first action that is wrong; -1 if it is the transaction as a whole, or there is none.</summary>
    public int ActionIndex { get; } = actionIndex;

    /// <summary>The property that is wrong, <c>PartitionKey</c> and <c>RowKey</c> included; null if it is the row as a whole.</summary>
    public string? PropertyName { get; } = propertyName;
}
