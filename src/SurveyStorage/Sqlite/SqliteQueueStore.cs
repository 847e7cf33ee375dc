using System.Text;

namespace SurveyStorage.Sqlite;

internal sealed class SqliteQueueStore(SqliteStorage storage, TimeProvider time) : IQueueStore
{
    private const int MostMessages = 32;
    private const int MostBytes = 64 * 1024;
    private const string Visible = "FROM queued WHERE queue_name = ?1 AND visible <= ?2 ORDER BY visible, id LIMIT ?3";

    public Task CreateQueueAsync(string queue, CancellationToken cancellationToken) =>
        storage.WriteAsync(writer => writer.Run("INSERT OR IGNORE INTO names VALUES ('queue', ?1)", queue), cancellationToken);

    public async Task SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(text), MostBytes, nameof(text));
        storage.Require("queue", queue);
        await storage.WriteAsync(
            writer => writer.Run(
                "INSERT INTO queued VALUES (?1, ?2, ?3, 0, 0, ?4)",
                writer.TakeNumbers(1), queue, (time.GetUtcNow() + delay).UtcTicks, text),
            cancellationToken);
    }

    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        string queue, int most, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        // Who asks an empty queue again and again writes nothing.
        if ((await PeekAsync(queue, most, cancellationToken)).Count == 0)
            return [];
        return await storage.WriteAsync(writer => Receive(writer, queue, most, lease), cancellationToken);
    }

    public async Task<bool> DeleteAsync(string queue, ReceivedMessage message, CancellationToken cancellationToken)
    {
        storage.Require("queue", queue);
        return await storage.WriteAsync(
            writer => writer.Run(
                "DELETE FROM queued WHERE queue_name = ?1 AND id = CAST(?2 AS INTEGER) AND receipt = CAST(?3 AS INTEGER) AND receipt > 0",
                queue, message.Id, message.PopReceipt),
            cancellationToken) > 0;
    }

    public async Task<IReadOnlyList<string>> PeekAsync(string queue, int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, MostMessages);
        cancellationToken.ThrowIfCancellationRequested();
        storage.Require("queue", queue);
        return storage.Read(session =>
        {
            var texts = new List<string>();
            using var message = session.Read($"SELECT text {Visible}", queue, time.GetUtcNow().UtcTicks, most);
            while (message.Read())
                texts.Add(message.GetString(0));
            return texts;
        });
    }

    public async Task<int> CountAsync(string queue, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        storage.Require("queue", queue);
        return (int)storage.Read(session => session.First<long>("SELECT count(*) FROM queued WHERE queue_name = ?1", queue));
    }

    private List<ReceivedMessage> Receive(SqliteSession writer, string queue, int most, TimeSpan lease)
    {
        var now = time.GetUtcNow();
        var receipt = writer.TakeNumbers(1);
        var messages = new List<ReceivedMessage>();
        using (var message = writer.Read($"SELECT id, deliveries + 1, text {Visible}", queue, now.UtcTicks, most))
        {
            while (message.Read())
                messages.Add(new ReceivedMessage($"{message.GetInt64(0)}", $"{receipt}", message.GetString(2), message.GetInt64(1)));
        }
        foreach (var message in messages)
        {
            writer.Run(
                "UPDATE queued SET visible = ?2, receipt = ?3, deliveries = ?4 WHERE id = CAST(?1 AS INTEGER)",
                message.Id, (now + lease).UtcTicks, receipt, message.DequeueCount);
        }
        return messages;
    }
}
