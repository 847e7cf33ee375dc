using Surveyctl.Answering;

namespace Surveyctl.Importing;

/// <summary>What became of an import from paper, to programs.</summary>
/// <param name="Stored">Were there already.</param>
internal sealed record PaperDocument(string Wave, bool DryRun, int Added, int Stored, IEnumerable<PaperProblemDocument> NotAdded);

internal sealed record PaperProblemDocument(string Sheet, string Place, string Problem);

/// <summary>What became of an import from paper, to people.</summary>
internal static class PaperReport
{
    /// <summary>Gives the exit code.</summary>
    public static int Tell(Report report, WaveId wave, IReadOnlyList<ImportedPaper> imported, bool isDryRun)
    {
        var sent = new SentResponses([.. imported.Select(paper => paper.Result)], TimeSpan.Zero);
        var notAdded = imported.Where(paper => paper.Result.Problem is not null)
            .Select(paper => new PaperProblemDocument(paper.Response.Sheet, paper.Response.Place, paper.Result.Problem!)).ToList();
        var added = isDryRun ? "would be" : sent.Accepted == 1 ? "was" : "were";
        report.Line($"{Counted.Of(sent.Accepted, "response")} {added} added to {wave}, {sent.Replayed} {(sent.Replayed == 1 ? "was" : "were")} there already.");
        foreach (var (sheet, place, problem) in notAdded)
            report.Error($"Sheet {sheet}, {place}: {problem}");
        if (notAdded.Count > 0)
            report.Error($"Not added: {Counted.Of(notAdded.Count, "sheet")}.");
        report.Json(new PaperDocument(wave.Value, isDryRun, sent.Accepted, sent.Replayed, notAdded));
        return sent.ExitCode;
    }
}
