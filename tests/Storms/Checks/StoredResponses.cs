using Storms.Phones;

using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using SurveyStorage;

namespace Storms.Checks;

/// <summary>The response rows of a wave, held against what the clients were told.</summary>
internal sealed class StoredResponses
{
    private readonly ILookup<string, TableRow> _rows;

    private StoredResponses(IReadOnlyList<TableRow> rows)
    {
        Rows = rows;
        _rows = rows.ToLookup(row => row.RowKey, StringComparer.Ordinal);
    }

    public IReadOnlyList<TableRow> Rows { get; }

    public static async Task<StoredResponses> ReadAsync(ITableStore tables, Wave wave)
    {
        var rows = new List<TableRow>();
        var range = ResponsesKeys.Responses;
        foreach (var partition in wave.Partitions)
        {
            await foreach (var row in tables.QueryAsync(
                StoreNames.Responses, partition.Key, range.From, range.To, take: null, CancellationToken.None))
            {
                rows.Add(row);
            }
        }
        return new StoredResponses(rows);
    }

    /// <summary>One line for everything that is stored and should not be, or the other way round.</summary>
    public IEnumerable<string> Violations(IReadOnlyList<PlannedResponse> planned)
    {
        foreach (var response in planned)
        {
            var told = response.WithReplacements.SelectMany(one => one.Outcome.Violations);
            var stored = response.Replacements.Count == 0 ? Violations(response) : ReplacedResponses.Violations(response, one => _rows[KeyOf(one)]);
            foreach (var violation in told.Concat(stored))
                yield return $"response {response.Index} ({response.Behaviour}): {violation}";
        }
        var known = planned.SelectMany(one => one.WithReplacements).Select(KeyOf).ToHashSet(StringComparer.Ordinal);
        foreach (var row in Rows.Where(row => !known.Contains(row.RowKey)))
            yield return $"a row that nobody sent, in {row.PartitionKey}";
    }

    private IEnumerable<string> Violations(PlannedResponse response)
    {
        var outcome = response.Outcome;
        var rows = _rows[KeyOf(response)].ToList();
        if (rows.Count > 1)
        {
            yield return $"is stored {rows.Count} times";
            yield break;
        }
        if (outcome.IsAccepted && outcome.IsOtherAccepted)
            yield return "both of two contents under one id were accepted";
        if (rows is not [var row])
        {
            if (outcome.IsAccepted || outcome.IsOtherAccepted)
                yield return "was accepted and is not stored";
            if (outcome.IsWithdrawn)
                yield return "was withdrawn and has no tombstone";
            if (outcome.IsRefusedForOther || outcome.IsOtherRefused)
                yield return "was refused for other answers, and none are stored";
            yield break;
        }
        if (row.PartitionKey != response.Answers.Partition.Key)
            yield return "is in the wrong partition";
        if (ResponseRow.IsWithdrawn(row))
        {
            if (!outcome.IsWithdrawalSent)
                yield return "is a tombstone, and nobody withdrew it";
            if (row.GetString(ResponseRow.Answers) is not null || row.GetString(ResponseRow.ContentHash) is not null)
                yield return "has a tombstone with answers";
            yield break;
        }
        if (outcome.IsWithdrawn)
            yield return "was withdrawn and is stored";
        if (Is(row, response.Answers))
        {
            if (!outcome.IsAccepted && !outcome.MayBeStored)
                yield return "is stored, and its client was told that it is not";
            if (outcome.IsRefusedForOther || outcome.IsOtherAccepted)
                yield return "is stored although other answers were there first";
        }
        else if (Is(row, response.OtherAnswers))
        {
            if (!outcome.IsOtherAccepted && !outcome.MayOtherBeStored)
                yield return "its other answers are stored, and their client was told that they are not";
            if (outcome.IsOtherRefused || outcome.IsAccepted)
                yield return "its other answers are stored although the first were there before";
        }
        else
        {
            yield return "is stored with a content that nobody sent";
        }
    }

    private static string KeyOf(PlannedResponse response) => ResponsesKeys.Response(response.Id);

    internal static bool Is(TableRow row, Submission sent) =>
        row.GetString(ResponseRow.ContentHash) == sent.ContentHash
        && row.GetString(ResponseRow.Answers) == sent.AnswersJson
        && row.GetString(ResponseRow.School) == sent.School.Value
        && row.GetString(ResponseRow.Language) == sent.Language;
}
