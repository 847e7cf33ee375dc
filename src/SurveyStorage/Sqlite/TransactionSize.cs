using SurveyStorage.Azure;


namespace SurveyStorage.Sqlite;

/// <summary>Holds a transaction to the service's 4 MiB, which are counted as sent: what this store takes, the service takes too.</summary>
internal static class TransactionSize
{
    // As large as an address of the service gets.
    private const string Address = "https://account-name-of-24-chars.table.core.windows.net/";

    /// <exception cref="InvalidRowChangeException">More than 4 MiB.</exception>
    public static void Check(string table, IReadOnlyList<RowChange> actions)
    {
        long most = 0;
        foreach (var action in actions)
            most += TableLimits.MostBytesOf(action);
        // Nearly always. Else it is counted, by writing it out.
        if (most <= TableLimits.MaxTransactionBytes)
            return;
        using var body = TableTransactionBody.Write(Address + table, actions);
    }
}
