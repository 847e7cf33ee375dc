using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;

namespace Surveyctl.Tenants;

/// <summary>What is stored of a tenant.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Waves">Those that have opened, by the key of their partition.</param>
/// <param name="Rows">How many each table has.</param>
internal sealed record TenantContents(
    TenantId Tenant, IReadOnlyDictionary<string, WaveState> Waves, IReadOnlyList<KeyValuePair<string, long>> Rows)
{
    public bool AreNone => Rows.All(table => table.Value == 0);

    /// <summary>Answers may still be on their way to them.</summary>
    public IReadOnlyList<string> WavesNotSettled =>
        [.. Waves.Where(wave => wave.Value != WaveState.Settled).Select(wave => NameOf(wave.Key))];

    public static string NameOf(string wavePartition) => WavesKeys.WaveOf(wavePartition);
}
