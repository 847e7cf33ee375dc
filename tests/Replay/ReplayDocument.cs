using System.Text.Json.Serialization;

using Surveyctl.Recounting;

namespace Replay;

/// <summary>What a replay found, to programs.</summary>
internal sealed record ReplayDocument(bool Same, IEnumerable<GroupDocument> Groups, RecountDocument Recount)
{
    public static ReplayDocument Of(IReadOnlyList<ReplayedGroup> groups, IReadOnlyList<VerifiedPartition> verified) => new(
        groups.All(group => group.IsRight), groups.Select(GroupDocument.Of), RecountDocument.Of(verified));
}

internal sealed record GroupDocument(
    string Group, string Tenant, string Wave, int Schools, int Questions, int Accepted, int Replayed, double SecondsToSend,
    double SecondsUntilFolded, FiguresDocument Counts, FiguresDocument Percents, FiguresDocument Scores, ReleaseDocument? Release)
{
    public static GroupDocument Of(ReplayedGroup group) => new(
        group.Name, group.Wave.Tenant.Value, group.Wave.Id.Value, group.Published.Schools.Count, group.Published.Questions.Count,
        group.Sent.Accepted, group.Sent.Replayed, Math.Round(group.Sent.Took.TotalSeconds, 3), Math.Round(group.FoldedAfter.TotalSeconds, 3),
        FiguresDocument.Of(group.Comparison.Counts), FiguresDocument.Of(group.Comparison.Percents), FiguresDocument.Of(group.Comparison.Scores),
        group.Release is { } release ? ReleaseDocument.Of(release) : null);
}

/// <param name="Figures">Shown ones, and hidden ones that must be.</param>
internal sealed record ReleaseDocument(FiguresDocument Figures, ToldCells Headlines, ToldCells Topics, ToldCells Questions)
{
    public static ReleaseDocument Of(ReleaseComparison release) =>
        new(FiguresDocument.Of(release.Figures), release.Headlines, release.Topics, release.Questions);
}

internal sealed record FiguresDocument(int Compared, IEnumerable<DifferenceDocument> Differences, IEnumerable<DifferenceDocument> ExactHalves)
{
    public static FiguresDocument Of(FigureComparison figures) =>
        new(figures.Compared, figures.Differences.Select(DifferenceDocument.Of), figures.ExactHalves.Select(DifferenceDocument.Of));
}

internal sealed record DifferenceDocument(string School, string Question, string Figure, string Published, string Found)
{
    public static DifferenceDocument Of(Difference difference) =>
        new(difference.School.Value, difference.Question, difference.Figure, difference.Published, difference.Found);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(ReplayDocument))]
internal sealed partial class ReplayDocuments : JsonSerializerContext;
