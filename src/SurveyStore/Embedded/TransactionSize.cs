using SurveyStore.Tables;

namespace SurveyStore.Embedded;

/// <summary>Holds a transaction to the service's 4 MiB, which are counted as sent: what this store takes, the service takes too.</summary>
internal static class TransactionSize
{
    // As large as an address of the service gets.
    private const string Address = "https://account-name-of-24-chars.table.core.windows.net/";

    // A character of two bytes becomes six at most, a byte of binary less than two.
    private const int MostGrowth = 3;
    private const int MostPerAction = 4096;
    private const int MostPerProperty = 64;

    // Three bytes of UTF-8, each escaped with three characters.
    private const int MostPerKeyCharacter = 9;

    /// <exception cref="InvalidTableActionException">More than 4 MiB.</exception>
    public static void Check(string table, IReadOnlyList<TableTransactionAction> actions)
    {
        long most = 0;
        foreach (var (type, entity, _) in actions)
        {
            most += MostPerAction + (MostPerKeyCharacter * (entity.PartitionKey.Length + entity.RowKey.Length));
            // Of a deleted row the address alone is sent.
            if (type != TableTransactionActionType.Delete)
                most += (MostPerProperty * entity.Count) + ((long)MostGrowth * TableLimits.SizeOf(entity));
        }
        // Nearly always. Else it is counted, by writing it out.
        if (most <= TableLimits.MaxTransactionBytes)
            return;
        using var body = TableTransactionBody.Write(Address + table, actions);
    }
}
