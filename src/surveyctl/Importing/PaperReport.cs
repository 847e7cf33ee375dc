using Surveyctl.Answering;

namespace Surveyctl.Importing;

/// <summary>What became of an import from paper, to programs.</summary>
/// <param name="Stored">Were there already.</param>
internal sealed record PaperDocument(
    string Wave, string Title, string Audience, bool DryRun, int Added, int Stored, IEnumerable<PaperSchoolDocument> Schools, IEnumerable<PaperProblemDocument> NotAdded);

internal sealed record PaperSchoolDocument(string School, string Name, int Added, int Stored, int NotAdded);

internal sealed record PaperProblemDocument(string Sheet, string Place, string Problem);

/// <summary>What became of an import from paper, to people.</summary>
internal static class PaperReport
{
    /// <summary>Gives the exit code.</summary>
    public static int Tell(Report report, Wave wave, IReadOnlyList<ImportedPaper> imported, bool isDryRun)
    {
        var sent = new SentResponses([.. imported.Select(paper => paper.Result)], TimeSpan.Zero);
        var notAdded = imported.Where(paper => paper.Result.Problem is not null)
            .Select(paper => new PaperProblemDocument(paper.Response.Sheet, paper.Response.Place, paper.Result.Problem!)).ToList();
        var schools = imported.GroupBy(paper => paper.Response.School, paper => paper.Result).OrderBy(school => school.Key.Name, StringComparer.Ordinal)
            .Select(school => new PaperSchoolDocument(
                school.Key.Id.Value,
                school.Key.Name,
                school.Count(result => result.Delivery is Delivery.Accepted),
                school.Count(result => result.Delivery is Delivery.Replayed),
                school.Count(result => result.Problem is not null)))
            .ToList();
        var title = wave.Definition.TitleIn(wave.Survey.Languages[0]);
        var audience = wave.Survey.Audience.ToString().ToLowerInvariant();

        report.Table(
            [$"{title} ({audience})", isDryRun ? "To be added" : "Added", "There already", "Not added"],
            schools.Select(school => new[] { school.Name, school.Added.ToString(), school.Stored.ToString(), school.NotAdded.ToString() }));
        var added = isDryRun ? "would be" : sent.Accepted == 1 ? "was" : "were";
        report.Line($"{Counted.Of(sent.Accepted, "response")} {added} added to {wave.Id}, {sent.Replayed} {(sent.Replayed == 1 ? "was" : "were")} there already.");
        foreach (var (sheet, place, problem) in notAdded)
            report.Error($"Sheet {sheet}, {place}: {problem}");
        if (notAdded.Count > 0)
            report.Error($"Not added: {Counted.Of(notAdded.Count, "sheet")}.");
        report.Json(new PaperDocument(wave.Id.Value, title, audience, isDryRun, sent.Accepted, sent.Replayed, schools, notAdded));
        return sent.ExitCode;
    }
}
