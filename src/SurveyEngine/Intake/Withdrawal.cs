using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Answers;
using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Intake;

/// <summary>A receipt's wish that its response be forgotten.</summary>
/// <param name="wave">Of the page that the receipt was typed into; the receipt itself does not tell it.</param>
/// <param name="bucket">Of the receipt: less than <see cref="Wave.Buckets"/>.</param>
/// <param name="id">Of the receipt.</param>
public sealed class Withdrawal(Wave wave, int bucket, ResponseId id)
{
    public Wave Wave { get; } = wave;

    public ResponsesPartition Partition { get; } =
        bucket >= 0 && bucket < wave.Buckets
            ? new(wave.Tenant, wave.Id, bucket)
            : throw new ArgumentOutOfRangeException(nameof(bucket), bucket, $"The wave has {wave.Buckets} buckets.");

    public ResponseId Id { get; } = id;

    /// <summary>Null: no receipt, a mistyped one, or one of another wave.</summary>
    /// <param name="waves">Has the wave anew if the receipt is of a school that came in since it was read.</param>
    public static async Task<Withdrawal?> ReadAsync(WaveCache waves, Wave wave, string? receipt, CancellationToken cancellationToken)
    {
        if (Of(wave, receipt) is { } known)
            return known;
        if (wave.State == WaveState.Draft || !Receipt.TryParse(receipt, wave.Id, out _, out _))
            return null;
        waves.Forget(wave.Id);
        return Of(await waves.RequireAsync(wave.Tenant, wave.Id, cancellationToken), receipt);
    }

    private static Withdrawal? Of(Wave wave, string? receipt) =>
        Receipt.TryParse(receipt, wave.Id, out var bucket, out var id) && bucket < wave.Buckets ? new Withdrawal(wave, bucket, id) : null;
}

/// <summary>A response that is to be withdrawn, and nothing to stand in its place.</summary>
/// <param name="id">Of the withdrawal, or of the response that stands in its place.</param>
internal sealed class QueuedWithdrawal(Withdrawal withdrawal, ResponseId id, long since)
    : QueuedTombstone(withdrawal.Partition, id, withdrawal.Wave.Survey, since)
{
    public override ResponseId Id => TakenOut;

    public override string LayoutHash => withdrawal.Wave.Layout.Hash;

    public override int WireBytes => TombstoneBytes;

    public override bool TryReply(TableRow? row, TableRow? replaced) => TryReplyOf(row);

    public override void AddTo(List<RowChange> actions, List<SheetEntry> entries, string batchId, DateTimeOffset now) =>
        AddTombstone(actions, entries, batchId, by: null);

    public override void ReplyCommitted() => Reply(IntakeOutcome.Withdrawn);
}
