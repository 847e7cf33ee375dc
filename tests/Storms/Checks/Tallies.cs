using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Tallies;

using SurveyStorage;

namespace Storms.Checks;

/// <summary>Tallies and pending batches, held against the rows.</summary>
internal static class Tallies
{
    /// <summary>A line for each partition whose tallies and pending batches are not what its rows add up to.</summary>
    /// <exception cref="StoreUnavailableException">It changed while it was read; or the store failed.</exception>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(Engine engine, Wave wave, CancellationToken cancellationToken)
    {
        var violations = new List<string>();
        foreach (var partition in wave.Partitions)
        {
            var verified = await engine.Verify.VerifyAsync(wave, partition, cancellationToken);
            if (verified.Discrepancies is not [var first, ..])
                continue;
            var responses = wave.Layout.ResponsesCell(TallyLayout.Everyone);
            var tallied = verified.Discrepancies.Where(one => one.Cell == responses).Sum(one => one.Tallied - one.Recounted);
            violations.Add(
                $"{partition}: {verified.Discrepancies.Count} figures differ, first {first.Tallied} counted and {first.Recounted} stored of "
                + $"{first.School}, cell {first.Cell?.ToString() ?? "withdrawn"}; responses counted less stored: {tallied}");
        }
        return violations;
    }

    /// <summary>How many pending batches there are.</summary>
    public static async Task<int> PendingAsync(ITableStore tables, Wave wave, CancellationToken cancellationToken)
    {
        var batches = 0;
        var range = ResponsesKeys.Batches;
        foreach (var partition in wave.Partitions)
        {
            await foreach (var _ in tables.QueryAsync(
                StoreNames.Responses, partition.Key, range.From, range.To, take: null, cancellationToken))
            {
                batches++;
            }
        }
        return batches;
    }
}
