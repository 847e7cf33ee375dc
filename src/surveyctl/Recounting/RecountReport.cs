namespace Surveyctl.Recounting;

/// <summary>What a recount found, to programs.</summary>
internal record RecountDocument(
    bool Verified, int Partitions, int Responses, int Withdrawn, int Pending,
    IReadOnlyList<DamagedDocument> Damaged, IReadOnlyList<DiscrepancyDocument> Discrepancies)
{
    public static RecountDocument Of(IReadOnlyList<VerifiedPartition> verified)
    {
        var wrong = verified.Where(partition => !partition.IsRight).ToList();
        return new RecountDocument(
            wrong.Count == 0,
            verified.Count,
            verified.Sum(partition => partition.Count?.Responses ?? 0),
            verified.Sum(partition => partition.Count?.Withdrawn ?? 0),
            verified.Sum(partition => partition.Count?.Pending ?? 0),
            [.. wrong.Where(partition => partition.Damage is not null).Select(partition => new DamagedDocument(partition.Partition.Key, partition.Damage!))],
            [.. wrong.SelectMany(partition => partition.Count?.Discrepancies ?? []).Select(figure =>
                new DiscrepancyDocument(figure.Partition.Key, figure.School.Value, figure.Cell, figure.Tallied, figure.Recounted))]);
    }
}

internal sealed record DamagedDocument(string Partition, string Message);

/// <param name="Cell">Null: how many were withdrawn.</param>
internal sealed record DiscrepancyDocument(string Partition, string School, int? Cell, long Tallied, long Recounted);

/// <summary>What a recount found, to people.</summary>
internal static class RecountReport
{
    /// <summary>Enough to see what happened; a damaged tally may differ in hundreds of cells.</summary>
    private const int MostShownPerPartition = 20;

    public static void Tell(Report report, IReadOnlyList<VerifiedPartition> verified)
    {
        var wrong = verified.Where(partition => !partition.IsRight).ToList();
        foreach (var partition in wrong)
        {
            report.Line($"{partition.Partition} does not add up{(partition.Damage is { } damage ? $": {damage}" : ":")}");
            foreach (var figure in (partition.Count?.Discrepancies ?? []).Take(MostShownPerPartition))
            {
                var name = figure.Cell is { } cell ? $"cell {cell}" : "withdrawn";
                report.Line($"  school {figure.School}, {name}: tallied {figure.Tallied}, recounted {figure.Recounted}");
            }
        }
        var all = RecountDocument.Of(verified);
        report.Line(wrong.Count == 0
            ? $"{Counted.Of(all.Responses, "response")} in {Counted.Of(verified.Count, "partition")} add up{(all.Withdrawn == 0 ? "" : $", {all.Withdrawn} withdrawn")}."
            : $"{wrong.Count} of {Counted.Of(verified.Count, "partition")} {(wrong.Count == 1 ? "does" : "do")} not add up.");
    }
}
