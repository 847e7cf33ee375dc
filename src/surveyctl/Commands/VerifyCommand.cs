using System.CommandLine;

using Surveyctl.Output;
using Surveyctl.Storage;

using SurveyStore.Keys;
using SurveyStore.Verification;

namespace Surveyctl.Commands;

/// <summary>A recount.</summary>
internal sealed class VerifyCommand : StorageCommand
{
    /// <summary>Enough to see what happened; a damaged tally may differ in hundreds of cells.</summary>
    private const int MostShownPerPartition = 20;

    private readonly Argument<string?> _wave = OptionalWaveArgument();

    public VerifyCommand()
        : base("verify", "Recounts every stored response and holds it against the tallies. Changes nothing; safe at any time. Exit code 2: they differ.",
            "surveyctl verify", "surveyctl verify southeast-fall-2026-families --json") =>
        Arguments.Add(_wave);

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var waves = await engine.FindWavesAsync(parsed.GetValue(_wave), cancellationToken);
        var verified = new List<VerifiedPartition>();
        await report.ProgressAsync(async steps =>
        {
            using var step = steps.Begin("Recounting", waves.Sum(wave => wave.Buckets));
            foreach (var wave in waves)
            {
                foreach (var partition in wave.Partitions)
                {
                    verified.Add(await VerifyAsync(partition, () => engine.Verify.VerifyAsync(wave, partition, cancellationToken)));
                    step.Advance();
                }
            }
        });
        Tell(report, verified);
        return verified.All(partition => partition.IsRight) ? ExitCode.Ok : ExitCode.NotVerified;
    }

    private static async Task<VerifiedPartition> VerifyAsync(ResponsesPartition partition, Func<Task<PartitionVerification>> verify)
    {
        try
        {
            return new VerifiedPartition(partition, await verify(), null);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or FormatException)
        {
            return new VerifiedPartition(partition, null, damaged.Message);
        }
    }

    private static void Tell(Report report, List<VerifiedPartition> verified)
    {
        var responses = verified.Sum(partition => partition.Count?.Responses ?? 0);
        var withdrawn = verified.Sum(partition => partition.Count?.Withdrawn ?? 0);
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
            ? $"{responses} responses in {verified.Count} partitions add up{(withdrawn == 0 ? "" : $", {withdrawn} withdrawn")}."
            : $"{wrong.Count} of {verified.Count} partitions do not add up.");
        report.Json(json =>
        {
            json.WriteBoolean("verified", wrong.Count == 0);
            json.WriteNumber("partitions", verified.Count);
            json.WriteNumber("responses", responses);
            json.WriteNumber("withdrawn", withdrawn);
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
        });
    }

    /// <param name="Partition">Which.</param>
    /// <param name="Count">Null: a row is damaged.</param>
    /// <param name="Damage">What is wrong with it; null: nothing.</param>
    private sealed record VerifiedPartition(ResponsesPartition Partition, PartitionVerification? Count, string? Damage)
    {
        public bool IsRight => Count is { Discrepancies.Count: 0 };
    }
}
