using System.CommandLine;

using Surveyctl.Output;
using Surveyctl.Storage;
using Surveyctl.Tables;

using SurveyEngine.Keys;

namespace Surveyctl.Commands;

/// <summary>The partitions of a table, or the rows of some of them.</summary>
internal sealed class TableShowCommand : StorageCommand
{
    private readonly Argument<string> _table = new("table") { Description = $"One of {string.Join(", ", StoreNames.Tables)}." };

    private readonly Option<string?> _partition = new("--partition")
    {
        Description = "Show the rows of the partitions whose key begins so. Without it: the partitions and how many rows each has.",
        HelpName = "key prefix",
    };

    private readonly Option<int> _rows = new("--rows")
    {
        Description = "How many rows, or partitions, are shown.",
        HelpName = "number",
        DefaultValueFactory = _ => 50,
    };

    public TableShowCommand()
        : base(
            "show",
            "Shows what is in a table. Values are cut, bytes are told by their number; of a response neither its id nor its answers are shown.",
            "surveyctl table show Responses",
            "surveyctl table show Definitions --partition southeast-seattle --rows 10",
            "surveyctl table show Responses --partition 'southeast-seattle!southeast-fall-2026-families!00000'")
    {
        Arguments.Add(_table);
        Options.Add(_partition);
        Options.Add(_rows);
        _rows.Validators.Add(result =>
        {
            if (result.IsNumber(out var number) && number < 1)
                result.AddError("--rows is at least 1.");
        });
    }

    protected override StorageUse Use => StorageUse.Read;

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
        report.Json(json =>
        {
            json.WriteString("table", table);
            json.WriteObjects("partitions", partitions, partition =>
            {
                json.WriteString("partition", partition.Key);
                json.WriteNumber("rows", partition.Rows);
            });
            json.WriteBoolean("hasMore", hasMore);
        });
        return ExitCode.Ok;
    }

    private static async Task<int> ShowRowsAsync(
        Engine engine, string table, RowRange partitions, int most, Report report, CancellationToken cancellationToken)
    {
        var (shown, hasMore) = (0, false);
        var document = new List<(string Partition, RowDescription Row)>();
        await foreach (var row in engine.Tables.ScanAsync(table, partitions.From, partitions.To, take: null, cancellationToken))
        {
            hasMore = shown == most;
            if (hasMore)
                break;
            shown++;
            // To a person at once, so that many rows need no memory; a program gets one document.
            var description = RowDescription.Of(table, row);
            if (report.IsJson)
                document.Add((row.PartitionKey, description));
            else
                Tell(report, row.PartitionKey, description);
        }
        report.Line(shown == 0 ? "There is no row in such a partition." : $"{shown} rows{(hasMore ? "; --rows shows more" : "")}.");
        report.Json(json =>
        {
            json.WriteString("table", table);
            json.WriteObjects("rows", document, entry =>
            {
                json.WriteString("partition", entry.Partition);
                json.WriteString("row", entry.Row.Key);
                json.WriteStartObject("values");
                foreach (var (column, value) in entry.Row.Values)
                    json.WriteString(column, value);
                json.WriteEndObject();
            });
            json.WriteBoolean("hasMore", hasMore);
        });
        return ExitCode.Ok;
    }

    private static void Tell(Report report, string partition, RowDescription row)
    {
        report.Line($"{partition}  {row.Key}");
        foreach (var (column, value) in row.Values)
            report.Line($"  {column,-18} {value}");
    }
}
