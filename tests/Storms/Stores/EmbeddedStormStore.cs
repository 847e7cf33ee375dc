using Storms.Faults;

using SurveyEngine.Keys;

using SurveyStorage;
using SurveyStorage.Sqlite;

using TestSupport;

namespace Storms.Stores;

/// <summary>A file in a folder of its own; its queue loses, repeats and delays messages, its disk may be full.</summary>
internal sealed class EmbeddedStormStore : IStormStore
{
    private const int MostMessages = 32;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly FaultLog _log;
    private readonly bool _hasOwnDisk;
    private readonly string _file;

    private EmbeddedStormStore(string folder, bool hasOwnDisk, FaultLog log)
    {
        Folder = folder;
        _hasOwnDisk = hasOwnDisk;
        _log = log;
        _file = Path.Combine(folder, SqliteStorage.FileName);
        Storage = SqliteStorage.Open(_file, TimeProvider.System);
        AppSettings = AppProcess.Embedded(_file, works: true);
    }

    public string Folder { get; }

    public IStorage Storage { get; }

    public IReadOnlyDictionary<string, string> AppSettings { get; }

    public string Address => OpenStore.AddressOfFile(_file);

    public static EmbeddedStormStore Create(string folder, bool hasOwnDisk, FaultLog log)
    {
        Directory.CreateDirectory(folder);
        return new EmbeddedStormStore(folder, hasOwnDisk, log);
    }

    public void BeginFaults()
    {
    }

    public Task EndFaultsAsync() => Task.CompletedTask;

    public Task RunAsync(StormEvent what, Random random, CancellationToken cancellationToken) => what switch
    {
        StormEvent.FillDisk => FillDiskAsync(random, cancellationToken),
        StormEvent.LoseMessages => TakeMessagesAsync(random, keep: 0, cancellationToken),
        StormEvent.ReplayMessages => TakeMessagesAsync(random, keep: 2, cancellationToken),
        StormEvent.DelayMessages => TakeMessagesAsync(random, keep: 1, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "Not an event of this store."),
    };

    public ValueTask DisposeAsync()
    {
        Storage.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes into the free space until there is none, and gives it back after a while.</summary>
    private async Task FillDiskAsync(Random random, CancellationToken cancellationToken)
    {
        if (!_hasOwnDisk)
            throw new InvalidOperationException("Only a disk of our own is filled.");
        var duration = TimeSpan.FromMilliseconds(random.Next(300, 2000));
        var filler = Path.Combine(Folder, "filler");
        try
        {
            var block = new byte[64 * 1024];
            await using var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            var until = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(until) < duration)
            {
                try
                {
                    await file.WriteAsync(block, cancellationToken);
                }
                catch (IOException)
                {
                    // Full. The store may give space back; a smaller block takes that as well.
                    block = block.Length > 4096 ? new byte[4096] : block;
                    await Task.Delay(BetweenLooks, cancellationToken);
                }
            }
            _log.Happened("disk-full");
        }
        finally
        {
            File.Delete(filler);
        }
    }

    /// <summary>Takes what is to be delivered for a while, and puts it back so many times.</summary>
    private async Task TakeMessagesAsync(Random random, int keep, CancellationToken cancellationToken)
    {
        var duration = TimeSpan.FromMilliseconds(random.Next(800, 2500));
        var delay = TimeSpan.FromMilliseconds(keep == 1 ? random.Next(1000, 4000) : 0);
        var start = TimeProvider.System.GetTimestamp();
        var taken = 0;
        while (TimeProvider.System.GetElapsedTime(start) < duration)
        {
            var messages = await Storage.Queues.ReceiveAsync(
                StoreNames.PendingBatches, MostMessages, TimeSpan.FromSeconds(30), cancellationToken);
            foreach (var message in messages)
            {
                for (var copy = 0; copy < keep; copy++)
                    await Storage.Queues.SendAsync(StoreNames.PendingBatches, message.Text, delay, cancellationToken);
                await Storage.Queues.DeleteAsync(StoreNames.PendingBatches, message, cancellationToken);
            }
            taken += messages.Count;
            if (keep == 2 && taken > 0)
                break;
            await Task.Delay(BetweenLooks, cancellationToken);
        }
        _log.Happened(keep switch { 0 => "messages-lost", 1 => "messages-delayed", _ => "messages-replayed" }, taken);
    }
}
