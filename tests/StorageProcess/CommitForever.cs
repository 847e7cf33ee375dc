using SurveyStorage;

using static SurveyStorage.RowChangeType;

namespace StorageProcess;

/// <summary>Transactions of three rows, each followed by a message, in several partitions at once; each is told when it is done.</summary>
internal static class CommitForever
{
    private const int Partitions = 4;

    public static async Task RunAsync(string place, string table, string queue)
    {
        using var storage = Stores.Open(place);
        await Task.WhenAll(Enumerable.Range(0, Partitions).Select(partition => Task.Run(() => CommitAsync(storage, $"killed!{partition}"))));

        async Task CommitAsync(IStorage storage, string partition)
        {
            for (var i = 0; ; i++)
            {
                var transaction = $"{partition}!{i:D5}";
                var result = await storage.Tables.CommitAsync(
                    table,
                    [.. Enumerable.Range(0, 3).Select(row => new RowChange(
                        Add, new TableRow(partition, $"{i:D5}!{row}") { ["Text"] = new string('x', 500) }))],
                    CancellationToken.None);
                if (result is not CommitResult.Committed)
                    throw new InvalidOperationException($"{result}");
                Console.WriteLine($"committed {transaction}");
                await storage.Queues.SendAsync(queue, transaction, TimeSpan.Zero, CancellationToken.None);
                Console.WriteLine($"sent {transaction}");
            }
        }
    }
}
