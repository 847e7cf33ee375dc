namespace StorageProcess;

/// <summary>Receives and deletes until nothing is left.</summary>
internal static class WorkQueue
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(string place, string queue)
    {
        using var storage = Stores.Open(place);
        var queues = storage.Queues;
        while (await queues.CountAsync(queue, CancellationToken.None) > 0)
        {
            foreach (var message in await queues.ReceiveAsync(queue, 3, Lease, CancellationToken.None))
            {
                var isOurs = await queues.DeleteAsync(queue, message, CancellationToken.None);
                Console.WriteLine(isOurs ? $"handled {message.Text}" : $"lost {message.Text}");
            }
        }
    }
}
