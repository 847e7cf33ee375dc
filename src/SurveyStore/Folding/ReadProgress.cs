using Surveys.Tallies;

using SurveyStore.Contract;
using SurveyStore.Intake;
using SurveyStore.Keys;
using SurveyStore.Waves;

namespace SurveyStore.Folding;

/// <summary>How many responses a wave has.</summary>
/// <param name="Tallied">In the tallies, less those withdrawn.</param>
/// <param name="Pending">Responses and withdrawals that wait for a fold.</param>
public sealed record WaveProgress(long Tallied, int Pending);

/// <summary>Counts without changing anything: pending batches stay pending.</summary>
public sealed class ReadProgress(ITableStore tables)
{
    public async Task<WaveProgress> ReadAsync(Wave wave, CancellationToken cancellationToken)
    {
        var cell = wave.Layout.ResponsesCell(TallyLayout.Everyone);
        var (tallied, pending) = (0L, 0);
        var range = ResponsesKeys.BatchesAndCounts;
        foreach (var partition in wave.Partitions)
        {
            await foreach (var row in tables.QueryAsync(
                StoreNames.Responses, partition.Key, range.From, range.To, take: null, cancellationToken))
            {
                if (ResponsesKeys.IsBatch(row.RowKey))
                {
                    pending += BatchRow.Read(row, wave.Layout).Count;
                }
                else
                {
                    var tally = CountRow.Read(row, wave.Layout).Tally;
                    tallied += tally.Added[cell] - tally.Withdrawn[cell];
                }
            }
        }
        return new WaveProgress(tallied, pending);
    }
}
