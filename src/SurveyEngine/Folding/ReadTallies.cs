using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Folding;

/// <summary>The tallies of one partition.</summary>
public sealed class ReadTallies(ITableStore tables, FoldBatches fold)
{
    /// <summary>
    /// Everything pending is folded in first.
    /// Schools nobody answered for are not in it. Each school's tally is of one instant and holds every response that was
    /// acknowledged before the call.
    /// </summary>
    public async Task<IReadOnlyDictionary<SchoolId, SchoolTally>> ReadAsync(
        ResponsesPartition partition, CancellationToken cancellationToken)
    {
        var (_, counts) = await fold.FoldAllAsync(partition, cancellationToken);
        return counts.ToDictionary(count => count.Key, count => count.Value.Tally);
    }

    /// <summary>As they stand in the store: what is pending is not in them and stays pending. Schools without a tally are not in it.</summary>
    public async Task<IReadOnlyDictionary<SchoolId, SchoolTally>> ReadStoredAsync(
        Wave wave, ResponsesPartition partition, CancellationToken cancellationToken)
    {
        var tallies = new Dictionary<SchoolId, SchoolTally>();
        var range = ResponsesKeys.Counts;
        await foreach (var row in tables.QueryAsync(
            StoreNames.Responses, partition.Key, range.From, range.To, take: null, cancellationToken))
        {
            var count = CountRow.Read(row, wave.Layout);
            tallies.Add(count.School, count.Tally);
        }
        return tallies;
    }
}
