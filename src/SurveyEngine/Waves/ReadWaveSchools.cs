using SurveyEngine.Keys;

using Surveys.Readings;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>Reads which schools a wave asks, or which members, in path order.</summary>
public sealed class ReadWaveSchools(ITableStore tables, PlanWave plans)
{
    /// <summary>Those that it pinned; of a draft those that it would pin now, or what is missing to open it.</summary>
    public async Task<Reading<List<WaveNode>, DefinitionProblem>> ReadAsync(Wave wave, CancellationToken cancellationToken)
    {
        if (wave.State == WaveState.Draft)
        {
            var plan = await plans.ReadAsync(wave.Tenant, wave.Id, cancellationToken);
            if (plan.Value is { } wouldPin)
                return wouldPin.Schools.ToList();
            return Reading<List<WaveNode>, DefinitionProblem>.Failed(plan.Problems);
        }
        var schools = new List<WaveNode>(wave.Schools);
        await foreach (var row in tables.QueryAsync(StoreNames.Waves, wave.PinnedPartition, WavesKeys.Nodes, cancellationToken))
        {
            if (PinnedRows.ReadNode(row) is { Bucket: not null } school)
                schools.Add(school);
        }
        return schools;
    }
}
