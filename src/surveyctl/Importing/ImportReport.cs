using Surveys.Organisations;

namespace Surveyctl.Importing;

/// <summary>Tells people what an import changed, or would change.</summary>
/// <param name="Tenant">Whose organisations.</param>
/// <param name="Files">What the files say.</param>
/// <param name="Changes">What differs.</param>
/// <param name="IsDryRun">Nothing was written.</param>
/// <param name="OpenedWaves">Waves of the tenant that keep what they opened with.</param>
internal sealed record ImportReport(
    TenantToImport Tenant, OrganisationFiles Files, OrganisationChanges Changes, bool IsDryRun, IReadOnlyList<WaveId> OpenedWaves)
{
    /// <summary>Of each kind of change on a screen; a program gets all.</summary>
    private const int MostNamed = 20;

    public void Tell(Report report)
    {
        foreach (var notice in Files.Notices)
            report.Line($"Notice: {notice}");
        if (Files.Organisations.All(row => row.Kind.Trim() != OrganisationNode.SchoolKind))
            report.Line("Notice: Families and staff answer about organisations of the kind 'school', and none has it.");
        if (Files.Kept > 0)
            report.Line($"{Counted.Of(Files.Kept, "stored organisation is", "stored organisations are")} not in this file and {(Files.Kept == 1 ? "stays" : "stay")}; --remove ID removes one.");
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
            report.Line("Waves that have opened keep the organisations they opened with. An open one can take in names, populations and schools "
                + $"that were forgotten: 'surveyctl wave mend WAVE --dry-run' tells which. Opened: {string.Join(", ", OpenedWaves)}.");
        }
    }

    private static void TellLines(Report report, LineChanges lines)
    {
        foreach (var (change, some) in new[] { ("added", lines.Added), ("changed", lines.Changed), ("removed", lines.Removed) })
        {
            foreach (var line in some.Take(MostNamed))
                report.Line($"{change,-8} {line.Kind} {line.Id}{(line.Detail is null ? "" : $" ({line.Detail})")}");
            if (some.Count > MostNamed)
                report.Line($"{change,-8} and {some.Count - MostNamed} more; --json lists all.");
        }
    }

    private static IEnumerable<string[]> CountsOf(string prefix, LineChanges lines)
    {
        var columns = new[] { lines.Added, lines.Changed, lines.Removed, lines.Same };
        return columns.SelectMany(column => column).Select(line => line.Kind).Distinct().Order(StringComparer.Ordinal)
            .Select(kind => (string[])[prefix + kind, .. columns.Select(column => column.Count(line => line.Kind == kind).ToString())]);
    }
}
