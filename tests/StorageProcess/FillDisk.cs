using SurveyStorage;

using static SurveyStorage.RowChangeType;

namespace StorageProcess;

/// <summary>Writes until the disk is full, reads what is there, makes room, and writes on.</summary>
internal static class FillDisk
{
    private const string Table = "Filled";
    private const int RowsPerTransaction = 3;

    /// <param name="ballast">A file on the same disk, deleted to make room.</param>
    public static async Task RunAsync(string place, string ballast)
    {
        using (var storage = Stores.Open(place))
        {
            var tables = storage.Tables;
            await tables.CreateTableAsync(Table, CancellationToken.None);
            var committed = 0;
            try
            {
                for (; ; committed++)
                    await CommitAsync(tables, committed);
            }
            catch (StoreUnavailableException full)
            {
                Console.WriteLine($"full after {committed}: {full.Message}");
            }
            await TellAsync(tables, committed);

            File.Delete(ballast);
            await CommitAsync(tables, committed);
            await TellAsync(tables, committed + 1);
        }
        using var reopened = Stores.Open(place);
        Console.WriteLine($"reopened {await reopened.Tables.ScanAsync(Table, "", "~", take: null, CancellationToken.None).CountAsync()}");
    }

    private static async Task CommitAsync(ITableStore tables, int number)
    {
        var result = await tables.CommitAsync(
            Table,
            [.. Enumerable.Range(0, RowsPerTransaction).Select(row => new RowChange(
                Add, new TableRow("full", $"{number:D5}!{row}") { ["Bytes"] = new byte[20_000] }))],
            CancellationToken.None);
        if (result is not CommitResult.Committed)
            throw new InvalidOperationException($"{result}");
    }

    /// <summary>Whether there is every row of the transactions that were acknowledged, and none of any other.</summary>
    private static async Task TellAsync(ITableStore tables, int committed)
    {
        var found = await tables.QueryAsync(Table, "full", "", "~", take: null, CancellationToken.None)
            .Select(row => row.RowKey).ToListAsync();
        var expected = Enumerable.Range(0, committed * RowsPerTransaction)
            .Select(row => $"{row / RowsPerTransaction:D5}!{row % RowsPerTransaction}");
        Console.WriteLine(found.SequenceEqual(expected) ? $"whole {committed}" : $"{found.Count} rows of {committed} transactions");
    }
}
