using System.Text.Json;

using Surveyctl.Output;

namespace Surveyctl.Replaying;

/// <summary>What a replay found, to people and to programs.</summary>
internal static class ReplayReport
{
    private const int MostShown = 20;

    public static void Tell(Report report, IReadOnlyList<ReplayedGroup> groups)
    {
        report.Table(
            [
                "Group", "Schools", "Questions", "Responses", "Counts", "differ", "Percents", "differ", "halves", "Scores", "differ", "halves",
                "Sent in", "per s", "Folded after",
            ],
            groups.Select(group => new[]
            {
                group.Name,
                $"{group.Published.Schools.Count}",
                $"{group.Published.Questions.Count}",
                $"{group.Sent.Results.Count}",
                $"{group.Comparison.Counts.Compared}",
                $"{group.Comparison.Counts.Differences.Count}",
                $"{group.Comparison.Percents.Compared}",
                $"{group.Comparison.Percents.Differences.Count}",
                $"{group.Comparison.Percents.ExactHalves.Count}",
                $"{group.Comparison.Scores.Compared}",
                $"{group.Comparison.Scores.Differences.Count}",
                $"{group.Comparison.Scores.ExactHalves.Count}",
                $"{group.Sent.Took.TotalSeconds:F1} s",
                $"{group.Sent.PerSecond:F0}",
                $"{group.FoldedAfter.TotalSeconds:F1} s",
            }));
        foreach (var group in groups)
        {
            report.Line($"Wave {group.Wave.Id}: {group.Sent.Accepted} responses were stored now, {group.Sent.Replayed} before.");
            var (counts, percents, scores) = (group.Comparison.Counts, group.Comparison.Percents, group.Comparison.Scores);
            List(report, "differ", [.. counts.Differences, .. percents.Differences, .. scores.Differences]);
            List(report, "are exact halves that the file rounds down", [.. percents.ExactHalves, .. scores.ExactHalves]);
        }
    }

    /// <summary>Properties of an object that is begun already.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ReplayedGroup> groups)
    {
        json.WriteBoolean("same", groups.All(group => group.Comparison.IsRight));
        json.WriteObjects("groups", groups, group =>
        {
            json.WriteString("group", group.Name);
            json.WriteString("tenant", group.Wave.Tenant.Value);
            json.WriteString("wave", group.Wave.Id.Value);
            json.WriteNumber("schools", group.Published.Schools.Count);
            json.WriteNumber("questions", group.Published.Questions.Count);
            json.WriteNumber("accepted", group.Sent.Accepted);
            json.WriteNumber("replayed", group.Sent.Replayed);
            json.WriteNumber("secondsToSend", Math.Round(group.Sent.Took.TotalSeconds, 3));
            json.WriteNumber("secondsUntilFolded", Math.Round(group.FoldedAfter.TotalSeconds, 3));
            WriteFigures("counts", group.Comparison.Counts);
            WriteFigures("percents", group.Comparison.Percents);
            WriteFigures("scores", group.Comparison.Scores);
        });

        void WriteFigures(string name, FigureComparison figures)
        {
            json.WriteStartObject(name);
            json.WriteNumber("compared", figures.Compared);
            json.WriteObjects("differences", figures.Differences, WriteDifference);
            json.WriteObjects("exactHalves", figures.ExactHalves, WriteDifference);
            json.WriteEndObject();
        }

        void WriteDifference(Difference difference)
        {
            json.WriteString("school", difference.School.Value);
            json.WriteString("question", difference.Question);
            json.WriteString("figure", difference.Figure);
            json.WriteString("published", difference.Published);
            json.WriteString("found", difference.Found);
        }
    }

    private static void List(Report report, string what, IReadOnlyList<Difference> differences)
    {
        if (differences.Count == 0)
            return;
        report.Line($"{differences.Count} figures {what}{(differences.Count > MostShown ? $", of them the first {MostShown}" : "")}:");
        foreach (var difference in differences.Take(MostShown))
            report.Line($"  {difference}");
    }
}
