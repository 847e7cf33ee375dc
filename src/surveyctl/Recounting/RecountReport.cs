using System.Text.Json;

using Surveyctl.Output;

namespace Surveyctl.Recounting;

/// <summary>What a recount found, to people and to programs.</summary>
internal static class RecountReport
{
    /// <summary>Enough to see what happened; a damaged tally may differ in hundreds of cells.</summary>
    private const int MostShownPerPartition = 20;

    public static void Tell(Report report, IReadOnlyList<VerifiedPartition> verified)
    {
        var withdrawn = WithdrawnIn(verified);
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
        report.Line(wrong.Count == 0
            ? $"{ResponsesIn(verified)} responses in {verified.Count} partitions add up{(withdrawn == 0 ? "" : $", {withdrawn} withdrawn")}."
            : $"{wrong.Count} of {verified.Count} partitions do not add up.");
    }

    /// <summary>Properties of an object that is begun already.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<VerifiedPartition> verified)
    {
        var wrong = verified.Where(partition => !partition.IsRight).ToList();
        json.WriteBoolean("verified", wrong.Count == 0);
        json.WriteNumber("partitions", verified.Count);
        json.WriteNumber("responses", ResponsesIn(verified));
        json.WriteNumber("withdrawn", WithdrawnIn(verified));
        json.WriteNumber("pending", verified.Sum(partition => partition.Count?.Pending ?? 0));
        json.WriteObjects("damaged", wrong.Where(partition => partition.Damage is not null), partition =>
        {
            json.WriteString("partition", partition.Partition.Key);
            json.WriteString("message", partition.Damage);
        });
        json.WriteObjects("discrepancies", wrong.SelectMany(partition => partition.Count?.Discrepancies ?? []), figure =>
        {
            json.WriteString("partition", figure.Partition.Key);
            json.WriteString("school", figure.School.Value);
            if (figure.Cell is { } cell)
                json.WriteNumber("cell", cell);
            else
                json.WriteNull("cell");
            json.WriteNumber("tallied", figure.Tallied);
            json.WriteNumber("recounted", figure.Recounted);
        });
    }

    private static int ResponsesIn(IReadOnlyList<VerifiedPartition> verified) => verified.Sum(partition => partition.Count?.Responses ?? 0);

    private static int WithdrawnIn(IReadOnlyList<VerifiedPartition> verified) => verified.Sum(partition => partition.Count?.Withdrawn ?? 0);
}
