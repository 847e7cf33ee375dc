using Surveyctl.Tables;

namespace Surveyctl.Commands;

/// <summary>How much is in each table.</summary>
internal sealed class TableListCommand() : StorageCommand("list", StorageUse.Read,
    "Counts the rows and partitions of every table, and in Responses what they are. It reads every row: on a large storage this takes "
    + "a while and costs its reads.",
    "surveyctl table list",
    "surveyctl table list --json")
{
    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
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
        report.Table(["Table", "Rows", "Partitions", ""], counts.Select(count => new[]
        {
            count.Table,
            count.Rows.ToString(),
            count.Partitions.ToString(),
            count.HoldsResponses
                ? $"{count.Responses} responses, {count.Withdrawn} withdrawn, {count.PendingBatches} pending batches, {count.Tallies} tallies"
                : "",
        }));
        report.Json(new TableListDocument(counts.Select(DocumentOf)));
        return ExitCode.Ok;
    }

    private static TableCountDocument DocumentOf(TableCount count) => count.HoldsResponses
        ? new(count.Table, count.Rows, count.Partitions, count.Responses, count.Withdrawn, count.PendingBatches, count.Tallies)
        : new(count.Table, count.Rows, count.Partitions, null, null, null, null);
}
