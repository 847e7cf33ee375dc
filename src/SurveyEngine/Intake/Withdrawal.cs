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
    public static Withdrawal? Of(Wave wave, string? receipt) =>
        Receipt.TryParse(receipt, wave.Id, out var bucket, out var id) && bucket < wave.Buckets ? new Withdrawal(wave, bucket, id) : null;
}

/// <summary>
/// A response that is to be withdrawn: its row becomes a tombstone. An id never seen gets one as well, so that a late retry
/// of it cannot bring answers in.
/// </summary>
internal sealed class QueuedWithdrawal(Withdrawal withdrawal, long since) : QueuedChange(since)
{
    private bool _isRead;
    private TableRow? _row;
    private SheetEntry? _entry;

    public override ResponseId Id => withdrawal.Id;

    public override string LayoutHash => withdrawal.Wave.Layout.Hash;

    /// <summary>A tombstone is small.</summary>
    public override int WireBytes => 2048;

    public override bool NeedsRow => !_isRead;

    public override SheetEntry? Entry => _entry;

    public override bool TryReply(TableRow? row)
    {
        if (row is not null && ResponseRow.IsWithdrawn(row))
        {
            Reply(IntakeOutcome.Withdrawn);
            return true;
        }
        try
        {
            _entry = row is null ? null : ResponseRow.ReadEntry(row, withdrawal.Wave.Survey) with { IsWithdrawal = true };
        }
        catch (Exception damaged) when (damaged is InvalidDataException or FormatException)
        {
            // What it added to the tally cannot be told, so it cannot be taken out. The rest of the batch goes on.
            Fail(damaged);
            return true;
        }
        (_row, _isRead) = (row, true);
        return false;
    }

    public override RowChange ToAction(string batchId, DateTimeOffset now)
    {
        var tombstone = ResponseRow.Tombstone(withdrawal.Partition, Id, batchId, _row);
        return _row is null
            ? new(RowChangeType.Add, tombstone)
            : new(RowChangeType.UpdateReplace, tombstone, _row.ETag);
    }

    public override void ReplyCommitted() => Reply(IntakeOutcome.Withdrawn);
}
