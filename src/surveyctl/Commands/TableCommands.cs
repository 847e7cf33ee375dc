using Surveyctl.Tables;

namespace Surveyctl.Commands;

internal static class TableCommands
{
    public static Command All() => new SurveyctlCommand(
        "table", "Shows what is in the tables. Changes nothing.", "surveyctl table list", "surveyctl table show Responses")
    {
        List(), Show(),
    };

    private static SurveyctlCommand List() => new StorageCommand("list", StorageUse.Read,
        "Counts the rows and partitions of every table, and in Responses what they are. It reads every row: on a large storage this takes "
        + "a while and costs its reads.",
        "surveyctl table list",
        "surveyctl table list --json").Runs(async (engine, _, report, cancellationToken) =>
    {
        var counts = new List<TableCount>();
        await report.ProgressAsync(async steps =>
        {
            using var step = steps.Begin("Counting", StoreNames.Tables.Count);
            foreach (var table in StoreNames.Tables)
            {
                counts.Add(await TableCount.ReadAsync(engine.Tables, table, cancellationToken));
                step.Advance();
            }
        });
        report.Table(["Table", "Rows", "Partitions", "Of them"], counts.Select(count => new[]
        {
            count.Table,
            count.Rows.ToString(),
            count.Partitions.ToString(),
            count.HoldsResponses
                ? $"{Counted.Of(count.Responses, "response")}, {count.Withdrawn:N0} withdrawn, {Counted.Of(count.PendingBatches, "pending batch", "pending batches")}, "
                    + Counted.Of(count.Tallies, "tally", "tallies")
                : "",
        }));
        report.Json(new TableListDocument(counts.Select(count => count.HoldsResponses
            ? new TableCountDocument(count.Table, count.Rows, count.Partitions, count.Responses, count.Withdrawn, count.PendingBatches, count.Tallies)
            : new TableCountDocument(count.Table, count.Rows, count.Partitions, null, null, null, null))));
    });

    private static SurveyctlCommand Show()
    {
        var named = new Argument<string>("table") { Description = $"One of {string.Join(", ", StoreNames.Tables)}." };
        var partition = Parameters.Text("--partition", "key prefix",
            "Show the rows of the partitions whose key begins so. Without it: the partitions and how many rows each has.");
        var rows = Parameters.Number("--rows", "How many rows, or partitions, are shown.", usual: 50);
        return new StorageCommand("show", StorageUse.Read,
            "Shows what is in a table. Values are cut, bytes are told by their number; of a response neither its id nor its answers are shown.",
            "surveyctl table show Responses",
            "surveyctl table show Definitions --partition southeast-seattle --rows 10",
            "surveyctl table show Responses --partition 'southeast-seattle!southeast-2026-families!00000'")
        {
            named, partition, rows,
        }.Runs((engine, parsed, report, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(named);
            var table = StoreNames.Tables.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new CommandFailedException($"There is no table '{name}': it is one of {string.Join(", ", StoreNames.Tables)}.");
            var most = parsed.GetValue(rows);
            return parsed.GetValue(partition) is { } prefix
                ? ShowRowsAsync(engine, table, KeyRange.StartingWith(prefix), most, report, cancellationToken)
                : ShowPartitionsAsync(engine, table, most, report, cancellationToken);
        });
    }

    private static async Task ShowPartitionsAsync(Engine engine, string table, int most, Report report, CancellationToken cancellationToken)
    {
        var partitions = new List<PartitionRowsDocument>();
        var hasMore = false;
        await foreach (var row in engine.Tables.ScanAsync(table, KeyRange.All.From, KeyRange.All.To, take: null, cancellationToken))
        {
            if (partitions is [.., var last] && last.Partition == row.PartitionKey)
            {
                partitions[^1] = last with { Rows = last.Rows + 1 };
                continue;
            }
            hasMore = partitions.Count == most;
            if (hasMore)
                break;
            partitions.Add(new PartitionRowsDocument(row.PartitionKey, 1));
        }
        report.Table(["Partition", "Rows"], partitions.Select(partition => new[] { partition.Partition, partition.Rows.ToString() }));
        if (hasMore)
            report.Line($"There are more: --rows shows more than {most}.");
        report.Json(new PartitionsDocument(table, partitions, hasMore));
    }

    private static async Task ShowRowsAsync(
        Engine engine, string table, RowRange partitions, int most, Report report, CancellationToken cancellationToken)
    {
        var (shown, hasMore) = (0, false);
        var document = new List<RowDocument>();
        await foreach (var row in engine.Tables.ScanAsync(table, partitions.From, partitions.To, take: null, cancellationToken))
        {
            hasMore = shown == most;
            if (hasMore)
                break;
            shown++;
            var description = RowDescription.Of(table, row);
            // To a person at once, so that many rows need no memory; a program gets one document.
            if (report.IsJson)
                document.Add(new RowDocument(row.PartitionKey, description.Key, new OrderedDictionary<string, string>(description.Values)));
            report.Line($"{row.PartitionKey}  {description.Key}");
            foreach (var (column, value) in description.Values)
                report.Line($"  {column,-18} {value}");
        }
        report.Line(shown == 0 ? "There is no row in such a partition." : $"{Counted.Of(shown, "row")}{(hasMore ? "; --rows shows more" : "")}.");
        report.Json(new RowsDocument(table, document, hasMore));
    }
}
