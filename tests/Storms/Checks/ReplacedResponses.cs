using Storms.Phones;

using SurveyEngine.Intake;

using SurveyStorage;

namespace Storms.Checks;

/// <summary>The rows of one person who replaced a response, held against what they were told: at most one is counted, and the right one.</summary>
internal static class ReplacedResponses
{
    /// <param name="first">What the others replace.</param>
    /// <param name="rowsOf">Every row under the id of one of them.</param>
    public static IEnumerable<string> Violations(PlannedResponse first, Func<PlannedResponse, IEnumerable<TableRow>> rowsOf)
    {
        var all = first.WithReplacements;
        var rows = all.Select(one => rowsOf(one).ToList()).ToList();
        if (rows.Exists(found => found.Count > 1) || rows.Exists(found => found.Exists(row => row.PartitionKey != first.Answers.Partition.Key)))
        {
            yield return "is stored several times or in the wrong partition";
            yield break;
        }
        var stored = all.Select((one, i) => (Response: one, Row: rows[i].SingleOrDefault())).ToList();
        foreach (var violation in stored.SelectMany((one, i) => Violations(one.Response, one.Row, i, stored)))
            yield return violation;

        var counted = stored.Count(one => IsLive(one.Row));
        if (counted > 1)
            yield return $"{counted} responses of one person are counted";
        if (counted > 0 && all.Any(one => one.Outcome.IsWithdrawn))
            yield return "was withdrawn and is stored";
        if (counted == 0 && all.Any(one => one.Outcome.IsAccepted) && !first.Outcome.IsWithdrawalSent)
            yield return "was accepted, nobody withdrew it, and nothing of it is stored";
    }

    private static IEnumerable<string> Violations(
        PlannedResponse response, TableRow? row, int number, List<(PlannedResponse Response, TableRow? Row)> all)
    {
        var outcome = response.Outcome;
        if (outcome.IsRefusedForOther)
            yield return $"{number} was refused for other answers, and there are none";
        if (row is null)
        {
            if (outcome.IsAccepted || outcome.IsReplaced)
                yield return $"{number} was accepted or replaced and is not stored";
        }
        else if (IsLive(row))
        {
            if (!StoredResponses.Is(row, response.Answers))
                yield return $"{number} is stored with a content that nobody sent";
            if (!outcome.IsAccepted && !outcome.MayBeStored)
                yield return $"{number} is stored, and its client was told that it is not";
            // Two that were sent at once are before and after each other.
            var isAtOnce = response.Behaviour == Behaviour.GoesBackTwiceAtOnce && number > 0;
            if (outcome.IsReplaced || (!isAtOnce && all.Skip(number + 1).Any(later => later.Response.Outcome.IsAccepted)))
                yield return $"{number} is stored although it was replaced";
        }
        else
        {
            if (row.GetString(ResponseRow.Answers) is not null || row.GetString(ResponseRow.ContentHash) is not null)
                yield return $"{number} has a tombstone with answers";
            var by = ResponseRow.ReplacedByOf(row);
            if (by is null && (!outcome.IsWithdrawalSent || outcome.IsReplaced))
                yield return $"{number} is a tombstone, and nobody withdrew it";
            if (by is not null && !all.Exists(one => one.Response.Id == by && one.Response != response && one.Row is not null))
                yield return $"{number} is replaced by what is not there";
        }
    }

    private static bool IsLive(TableRow? row) => row is not null && !ResponseRow.IsWithdrawn(row);
}
