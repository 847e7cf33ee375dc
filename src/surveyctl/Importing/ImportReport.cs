namespace Surveyctl.Importing;

/// <summary>Tells people what an import changed, or would change.</summary>
/// <param name="Tenant">Whose organisations.</param>
/// <param name="Changes">What differs.</param>
/// <param name="IsDryRun">Nothing was written.</param>
/// <param name="OpenedWaves">Waves of the tenant that keep what they opened with.</param>
internal sealed record ImportReport(
    TenantToImport Tenant, OrganisationChanges Changes, bool IsDryRun, IReadOnlyList<WaveId> OpenedWaves)
{
    /// <summary>Of each kind of change on a screen; a program gets all.</summary>
    private const int MostNamed = 20;

    private static readonly ChangeKind[] Shown = [ChangeKind.Added, ChangeKind.Changed, ChangeKind.Removed];

    public void Tell(Report report)
    {
        if (Tenant.IsNew)
            report.Line($"Tenant {Tenant.Definition.Id}, {Tenant.Definition.Name}, {(IsDryRun ? "would be" : "was")} created.");
        if (Changes.AreNone)
        {
            report.Line("Nothing changes: these organisations are stored already.");
            return;
        }
        TellLines(report, Changes.Organisations);
        TellLines(report, Changes.Collections);
        report.Table(
            ["Kind", "Added", "Changed", "Removed", "Unchanged"],
            [.. CountsOf("", Changes.Organisations), .. CountsOf("collection: ", Changes.Collections)]);
        report.Line(IsDryRun ? "Nothing was written." : "All of it is stored.");
        if (OpenedWaves.Count > 0)
        {
            report.Line("Waves that have opened keep the organisations they opened with; the change enters the next one. Opened: "
                + $"{string.Join(", ", OpenedWaves)}.");
        }
    }

    private static void TellLines(Report report, IReadOnlyList<LineChange> lines)
    {
        foreach (var change in Shown)
        {
            var some = lines.Where(line => line.Change == change).ToList();
            foreach (var line in some.Take(MostNamed))
            {
                var columns = line.Columns.Count > 0 ? $" ({string.Join(", ", line.Columns)})" : "";
                report.Line($"{NameOf(change),-8} {line.Kind} {line.Id}{columns}");
            }
            if (some.Count > MostNamed)
                report.Line($"{NameOf(change),-8} and {some.Count - MostNamed} more; --json lists all.");
        }
    }

    private static IEnumerable<string[]> CountsOf(string prefix, IReadOnlyList<LineChange> lines) =>
        lines.GroupBy(line => line.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => new[]
        {
            prefix + kind.Key,
            Count(kind, ChangeKind.Added),
            Count(kind, ChangeKind.Changed),
            Count(kind, ChangeKind.Removed),
            Count(kind, ChangeKind.Unchanged),
        });

    private static string Count(IEnumerable<LineChange> lines, ChangeKind change) => lines.Count(line => line.Change == change).ToString();

    private static string NameOf(ChangeKind change) => change.ToString().ToLowerInvariant();
}
