using Surveys.Ids;

namespace SurveyEngine.Waves;

/// <summary>Something stored names a wave that does not exist, or that belongs to another tenant.</summary>
public sealed class UnknownWaveException(TenantId tenant, WaveId wave)
    : Exception($"Tenant {tenant} has no wave {wave}.");
