using Azure;

using SurveyEngine.Keys;
using SurveyEngine.Waves;

using SurveyStorage;

namespace Benchmarks.Running;

/// <summary>The same rows read and written as <see cref="EnginePasses"/> does, with nothing in between: what the store alone costs.</summary>
internal static class RawPasses
{
    private const int BatchesPerRead = 950;
    private const int BatchesPerCommit = 50;

    /// <param name="folded">Where the same wave was folded before: its tallies are what is written.</param>
    /// <returns>Responses in the batches.</returns>
    public static async Task<long> FoldAsync(ITableStore tables, Wave wave, string folded)
    {
        using var tallies = FreshStore.Open(folded);
        var responses = 0L;
        foreach (var partition in wave.Partitions)
        {
            var counts = await QueryAsync(tallies.Tables, partition, ResponsesKeys.Counts).ToListAsync();
            while (true)
            {
                var batches = await QueryAsync(tables, partition, ResponsesKeys.Batches).Take(BatchesPerRead).ToListAsync();
                await QueryAsync(tables, partition, ResponsesKeys.Counts).CountAsync();
                foreach (var chunk in batches.Chunk(BatchesPerCommit))
                {
                    await tables.CommitAsync(
                        StoreNames.Responses,
                        [
                            .. counts.Select(row => new RowChange(RowChangeType.UpsertReplace, row, ETag.All)),
                            .. chunk.Select(row => new RowChange(RowChangeType.Delete, row, row.ETag)),
                        ],
                        CancellationToken.None);
                }
                responses += batches.Sum(row => (long)row.GetInt32("Responses")!);
                if (batches.Count < BatchesPerRead)
                    break;
            }
        }
        return responses;
    }

    /// <returns>Rows of responses.</returns>
    public static async Task<long> ScanAsync(ITableStore tables, Wave wave)
    {
        var rows = 0L;
        foreach (var partition in wave.Partitions)
            rows += await QueryAsync(tables, partition, ResponsesKeys.Responses).CountAsync();
        return rows;
    }

    private static IAsyncEnumerable<TableRow> QueryAsync(ITableStore tables, ResponsesPartition partition, RowRange range) =>
        tables.QueryAsync(StoreNames.Responses, partition.Key, range.From, range.To, take: null, CancellationToken.None);
}
