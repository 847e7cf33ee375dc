using Surveyctl.Tables;

namespace Surveyctl.Commands;

/// <summary>The partitions of a table, or the rows of some of them.</summary>
internal sealed class TableShowCommand : StorageCommand
{
    private readonly Argument<string> _table = new("table") { Description = $"One of {string.Join(", ", StoreNames.Tables)}." };
    private readonly Option<string?> _partition = Parameters.Text("--partition", "key prefix",
        "Show the rows of the partitions whose key begins so. Without it: the partitions and how many rows each has.");
    private readonly Option<int> _rows = Parameters.Number("--rows", "How many rows, or partitions, are shown.", usual: 50);

    public TableShowCommand()
        : base("show", StorageUse.Read,
            "Shows what is in a table. Values are cut, bytes are told by their number; of a response neither its id nor its answers are shown.",
            "surveyctl table show Responses",
            "surveyctl table show Definitions --partition southeast-seattle --rows 10",
            "surveyctl table show Responses --partition 'southeast-seattle!southeast-fall-2026-families!00000'") =>
        Takes(_table, _partition, _rows);

    protected override Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var named = parsed.GetRequiredValue(_table);
        var table = StoreNames.Tables.FirstOrDefault(known => known.Equals(named, StringComparison.OrdinalIgnoreCase))
            ?? throw new CommandFailedException($"There is no table '{named}': it is one of {string.Join(", ", StoreNames.Tables)}.");
        var most = parsed.GetValue(_rows);
        return parsed.GetValue(_partition) is { } prefix
            ? ShowRowsAsync(engine, table, KeyRange.StartingWith(prefix), most, report, cancellationToken)
            : ShowPartitionsAsync(engine, table, most, report, cancellationToken);
    }

    private static async Task<int> ShowPartitionsAsync(
        Engine engine, string table, int most, Report report, CancellationToken cancellationToken)
    {
        var partitions = new List<(string Key, long Rows)>();
        var hasMore = false;
        await foreach (var row in engine.Tables.ScanAsync(table, KeyRange.All.From, KeyRange.All.To, take: null, cancellationToken))
        {
            if (partitions is [.., var last] && last.Key == row.PartitionKey)
            {
                partitions[^1] = (last.Key, last.Rows + 1);
                continue;
            }
            hasMore = partitions.Count == most;
            if (hasMore)
                break;
            partitions.Add((row.PartitionKey, 1));
        }
        report.Table(["Partition", "Rows"], partitions.Select(partition => new[] { partition.Key, partition.Rows.ToString() }));
        if (hasMore)
            report.Line($"There are more: --rows shows more than {most}.");
        report.Json(
            new PartitionsDocument(table, partitions.Select(partition => new PartitionRowsDocument(partition.Key, partition.Rows)), hasMore));
        return ExitCode.Ok;
    }

    private static async Task<int> ShowRowsAsync(
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
            // To a person at once, so that many rows need no memory; a program gets one document.
            var description = RowDescription.Of(table, row);
            if (report.IsJson)
                document.Add(new RowDocument(row.PartitionKey, description.Key, new OrderedDictionary<string, string>(description.Values)));
            else
                Tell(report, row.PartitionKey, description);
        }
        report.Line(shown == 0 ? "There is no row in such a partition." : $"{shown} rows{(hasMore ? "; --rows shows more" : "")}.");
        report.Json(new RowsDocument(table, document, hasMore));
        return ExitCode.Ok;
    }

    private static void Tell(Report report, string partition, RowDescription row)
    {
        report.Line($"{partition}  {row.Key}");
        foreach (var (column, value) in row.Values)
            report.Line($"  {column,-18} {value}");
    }
}
