using SurveyEngine.Keys;

using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Intake;

/// <summary>
/// A change by which a response is taken out: its row becomes a tombstone. An id never seen gets one as well, so that a late retry of it
/// cannot bring answers in.
/// </summary>
/// <param name="id">The response that is taken out.</param>
internal abstract class QueuedTombstone(ResponsesPartition partition, ResponseId id, SurveyVersion survey, long since) : QueuedChange(since)
{
    /// <summary>A tombstone is small.</summary>
    protected const int TombstoneBytes = 2048;

    private bool _isRead;
    private SheetEntry? _entry;

    protected ResponseId TakenOut { get; } = id;

    /// <summary>Of the response that is taken out, once it was read; null: there is none.</summary>
    protected TableRow? Row { get; private set; }

    /// <summary>
    /// The response was replaced by this one: nothing was done, and the change is to be made of the one that stands in its place. Null: what
    /// the client is answered is the last word.
    /// </summary>
    public ResponseId? ReplacedBy { get; private set; }

    public override bool NeedsRow => !_isRead;

    /// <param name="row">Of the response that is taken out; null: there is none.</param>
    /// <returns>As <see cref="QueuedChange.TryReply"/>.</returns>
    protected bool TryReplyOf(TableRow? row)
    {
        if (row is not null && ResponseRow.IsWithdrawn(row))
        {
            ReplacedBy = ResponseRow.ReplacedByOf(row);
            Reply(ReplacedBy is null ? IntakeOutcome.Withdrawn : IntakeOutcome.Replaced);
            return true;
        }
        try
        {
            _entry = row is null ? null : ResponseRow.ReadEntry(row, survey) with { IsWithdrawal = true };
        }
        catch (Exception damaged) when (damaged is InvalidDataException or FormatException)
        {
            // What it added to the tally cannot be told, so it cannot be taken out. The rest of the batch goes on.
            Fail(damaged);
            return true;
        }
        (Row, _isRead) = (row, true);
        return false;
    }

    /// <param name="by">The response that stands in its place; null: none does.</param>
    protected void AddTombstone(List<RowChange> actions, List<SheetEntry> entries, string batchId, ResponseId? by)
    {
        var tombstone = ResponseRow.Tombstone(partition, TakenOut, batchId, Row, by);
        actions.Add(Row is null
            ? new(RowChangeType.Add, tombstone)
            : new(RowChangeType.UpdateReplace, tombstone, Row.ETag));
        if (_entry is not null)
            entries.Add(_entry);
    }
}
