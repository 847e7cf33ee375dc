using System.Text;

namespace SurveyStorage.Sqlite;

internal sealed class SqliteQueueStore(Readers readers, GroupWriter writer, SqliteFailure failure, TimeProvider time) : IQueueStore
{
    private const int MostMessages = 32;
    private const int MostBytes = 64 * 1024;

    private readonly Names _queues = new("queue", readers, (connection, name) => connection.FindQueue(name), failure);

    public Task CreateQueueAsync(string queue, CancellationToken cancellationToken) => writer.RunAsync(
        connection =>
        {
            connection.AddQueue(queue);
            return true;
        },
        rows: 1,
        cancellationToken);

    public async Task SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        var bytes = Encoding.UTF8.GetBytes(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MostBytes, nameof(text));
        var visible = (time.GetUtcNow() + delay).UtcTicks;
        var id = _queues.Require(queue);
        await writer.RunAsync(
            connection =>
            {
                connection.Send(id, visible, bytes);
                return true;
            },
            rows: 1,
            cancellationToken);
    }

    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        string queue, int most, TimeSpan lease, CancellationToken cancellationToken)
    {
        RequireMost(most);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        cancellationToken.ThrowIfCancellationRequested();
        var id = _queues.Require(queue);
        // Who asks an empty queue again and again writes nothing.
        if (readers.Read(connection => connection.Peek(id, time.GetUtcNow().UtcTicks, most: 1)).Count == 0)
            return [];
        return await writer.RunAsync(
            connection =>
            {
                var now = time.GetUtcNow();
                return connection.Receive(id, most, now.UtcTicks, (now + lease).UtcTicks);
            },
            most,
            cancellationToken);
    }

    public async Task<bool> DeleteAsync(string queue, ReceivedMessage message, CancellationToken cancellationToken)
    {
        var id = _queues.Require(queue);
        return long.TryParse(message.Id, out var number)
            && long.TryParse(message.PopReceipt, out var receipt)
            && await writer.RunAsync(connection => connection.DeleteMessage(id, number, receipt), rows: 1, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> PeekAsync(string queue, int most, CancellationToken cancellationToken)
    {
        RequireMost(most);
        cancellationToken.ThrowIfCancellationRequested();
        var id = _queues.Require(queue);
        return readers.Read(connection => connection.Peek(id, time.GetUtcNow().UtcTicks, most));
    }

    public async Task<int> CountAsync(string queue, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = _queues.Require(queue);
        return readers.Read(connection => connection.Count(id));
    }

    private static void RequireMost(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, MostMessages);
    }
}
