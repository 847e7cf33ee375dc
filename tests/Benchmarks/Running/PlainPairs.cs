using System.Text;

using Azure;

using Benchmarks.Load;

using SurveyEngine.Keys;

using SurveyStorage;

namespace Benchmarks.Running;

/// <summary>
/// What Azurite alone has to do for a lone client with rows as the product lays them out: each response in one transaction with its
/// pending batch, and, once 50 are pending in a partition, one transaction that deletes them. One request at a time over a raw socket,
/// made beforehand; nothing is read and no tally is written.
/// </summary>
internal sealed class PlainPairs : PlainInserts
{
    private const int BatchesPerFold = 50;
    private const int Accepted = 202;

    /// <summary>About as much as the sheet of one response with every item answered takes.</summary>
    private const int SheetBytes = 60;

    private readonly RawConnection _connection;
    private readonly List<ReadOnlyMemory<byte>[]> _steps;

    private PlainPairs(RawConnection connection, List<ReadOnlyMemory<byte>[]> steps) => (_connection, _steps) = (connection, steps);

    public static async Task<PlainPairs> OpenAsync(FreshStore store, IReadOnlyList<TableRow> rows)
    {
        var requests = new RawTableRequests(store.Azurite!.ConnectionString);
        var pending = new Dictionary<string, List<TableRow>>(StringComparer.Ordinal);
        var steps = new List<ReadOnlyMemory<byte>[]>(rows.Count);
        foreach (var row in rows)
        {
            var batch = new TableRow(row.PartitionKey, ResponsesKeys.Batch(Guid.NewGuid().ToString("N")))
            {
                ["Layout"] = new string('0', 32),
                ["Responses"] = 1,
                ["Sheets"] = new byte[SheetBytes],
            };
            var pair = requests.Transaction([new(RowChangeType.Add, row), new(RowChangeType.Add, batch)]);
            if (!pending.TryGetValue(row.PartitionKey, out var batches))
                pending.Add(row.PartitionKey, batches = []);
            batches.Add(batch);
            if (batches.Count < BatchesPerFold)
            {
                steps.Add([pair]);
                continue;
            }
            var deletes = batches.Select(one => new RowChange(RowChangeType.Delete, one, ETag.All));
            steps.Add([pair, requests.Transaction([.. deletes])]);
            batches.Clear();
        }
        return new PlainPairs(await RawConnection.OpenAsync(requests.Port, blocks: true), steps);
    }

    public override async Task InsertAsync(int client, int row)
    {
        foreach (var request in _steps[row])
        {
            // One that is refused is answered 202 as well, and what was wrong with it within.
            var status = await _connection.SendAsync(request);
            var answer = _connection.LastAnswer;
            if (status != Accepted || answer.Count("HTTP/1.1 "u8) != answer.Count("HTTP/1.1 2"u8))
                throw new InvalidOperationException($"A plain transaction was answered {status}: {Encoding.UTF8.GetString(answer)}");
        }
    }

    public override void Dispose() => _connection.Dispose();
}
