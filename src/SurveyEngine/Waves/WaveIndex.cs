using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>All waves of all tenants, opened or not: a wave's id is unique, because it stands alone in a URL.</summary>
public sealed class WaveIndex(ITableStore tables)
{
    internal const string Tenant = "Tenant";

    /// <summary>In the order of their ids.</summary>
    public async Task<IReadOnlyList<(WaveId Wave, TenantId Tenant)>> ListAsync(CancellationToken cancellationToken)
    {
        var waves = new List<(WaveId, TenantId)>();
        await foreach (var row in tables.QueryAsync(
            StoreNames.Waves, WavesKeys.IndexPartition, "0", "~", take: null, cancellationToken))
        {
            waves.Add((new WaveId(row.RowKey), new TenantId(row.GetString(Tenant)!)));
        }
        return waves;
    }

    /// <summary>False: another tenant has a wave of this id.</summary>
    public async Task<bool> ClaimAsync(WaveId wave, TenantId tenant, CancellationToken cancellationToken)
    {
        var row = new TableRow(WavesKeys.IndexPartition, wave.Value) { [Tenant] = tenant.Value };
        var result = await tables.CommitAsync(
            StoreNames.Waves, [new RowChange(RowChangeType.Add, row)], cancellationToken);
        if (result is CommitResult.Committed)
            return true;
        var existing = await tables.GetAsync(StoreNames.Waves, WavesKeys.IndexPartition, wave.Value, cancellationToken);
        return existing?.GetString(Tenant) == tenant.Value;
    }
}
