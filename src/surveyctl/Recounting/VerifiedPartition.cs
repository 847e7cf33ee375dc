using SurveyEngine.Keys;
using SurveyEngine.Verification;

namespace Surveyctl.Recounting;

/// <param name="Partition">Which.</param>
/// <param name="Count">Null: a row is damaged.</param>
/// <param name="Damage">What is wrong with it; null: nothing.</param>
internal sealed record VerifiedPartition(ResponsesPartition Partition, PartitionVerification? Count, string? Damage)
{
    public bool IsRight => Count is { Discrepancies.Count: 0 };
}
