namespace Replay;

/// <summary>What a replay found, to people.</summary>
internal static class ReplayReport
{
    private const int MostShown = 20;

    public static void Tell(Report report, IReadOnlyList<ReplayedGroup> groups)
    {
        report.Table(
            ["Group", "Schools", "Questions", "Responses", "Sent in", "per s", "Folded after"],
            groups.Select(group => new[]
            {
                group.Name,
                $"{group.Published.Schools.Count}",
                $"{group.Published.Questions.Count}",
                $"{group.Sent.Results.Count}",
                $"{group.Sent.Took.TotalSeconds:F1} s",
                $"{group.Sent.PerSecond:F0}",
                $"{group.FoldedAfter.TotalSeconds:F1} s",
            }));
        report.Table(
            ["Group", "Figures", "Compared", "Differ", "Exact halves"],
            groups.SelectMany(group => (string[][])
            [
                CellsOf(group, "counts", group.Comparison.Counts),
                CellsOf(group, "percents", group.Comparison.Percents),
                CellsOf(group, "scores", group.Comparison.Scores),
                .. group.Release is { } release ? [CellsOf(group, "release", release.Figures)] : Array.Empty<string[]>(),
            ]));
        if (groups.Where(group => group.Release is not null).ToList() is { Count: > 0 } released)
        {
            report.Table(
                ["Group", "Cells", "Allowed", "Exact", "%", "Share", "Hidden", "Others", "Bands"],
                released.SelectMany(group => (string[][])
                [
                    CellsOf(group, "headlines", group.Release!.Headlines),
                    CellsOf(group, "topics", group.Release.Topics),
                    CellsOf(group, "questions", group.Release.Questions),
                ]));
        }
        foreach (var group in groups)
        {
            report.Line($"Wave {group.Wave.Id}: {Counted.Of(group.Sent.Accepted, "response was", "responses were")} stored now, {group.Sent.Replayed} before.");
            var (counts, percents, scores) = (group.Comparison.Counts, group.Comparison.Percents, group.Comparison.Scores);
            List(report, "figure of the release differs", "figures of the release differ", group.Release?.Figures.Differences ?? []);
            List(report, "figure differs", "figures differ", [.. counts.Differences, .. percents.Differences, .. scores.Differences]);
            List(
                report, "figure is an exact half that the file rounds down", "figures are exact halves that the file rounds down", [.. percents.ExactHalves, .. scores.ExactHalves]);
        }
    }

    private static string[] CellsOf(ReplayedGroup group, string figures, FigureComparison comparison) =>
        [group.Name, figures, $"{comparison.Compared}", $"{comparison.Differences.Count}", $"{comparison.ExactHalves.Count}"];

    private static string[] CellsOf(ReplayedGroup group, string cells, ToldCells told) =>
    [
        group.Name, cells, $"{told.Allowed}", $"{told.Exact}", $"{told.ExactPercent}", $"{told.ShareOnly}", $"{told.Hidden}", $"{told.Bands + told.Untold}",
        $"{told.Bands}",
    ];

    private static void List(Report report, string one, string several, IReadOnlyList<Difference> differences)
    {
        if (differences.Count == 0)
            return;
        report.Line($"{Counted.Of(differences.Count, one, several)}{(differences.Count > MostShown ? $", of them the first {MostShown}" : "")}:");
        foreach (var difference in differences.Take(MostShown))
            report.Line($"  {difference}");
    }
}
