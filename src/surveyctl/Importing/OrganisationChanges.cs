using Surveyctl.Seeding;

using Surveys.Organisations;

namespace Surveyctl.Importing;

internal enum ChangeKind
{
    Added,
    Changed,
    Removed,
    Unchanged,
}

/// <summary>What loading a file does to one organisation or collection.</summary>
/// <param name="Id">Its id, which it keeps when it moves in the tree.</param>
/// <param name="Kind">A slug such as <c>school</c>; of one that is removed, what it was.</param>
/// <param name="Change">What happens to it.</param>
/// <param name="Columns">Of the file, whose cells differ from what is stored; empty unless it is changed.</param>
internal sealed record LineChange(string Id, string Kind, ChangeKind Change, IReadOnlyList<string> Columns);

/// <summary>What loading a tenant's organisation files changes: one entry per organisation and per collection, old or new.</summary>
internal sealed record OrganisationChanges(IReadOnlyList<LineChange> Organisations, IReadOnlyList<LineChange> Collections)
{
    public bool AreNone => Organisations.Concat(Collections).All(line => line.Change == ChangeKind.Unchanged);

    public static OrganisationChanges Between(LoadedOrganisations stored, OrganisationFiles files) => new(
        Compare(stored.Organisations.Select(LineOf), files.Organisations.Select(LineOf), OrganisationRow.Columns),
        Compare(stored.Collections.Select(LineOf), files.Collections.Select(LineOf), CollectionRow.Columns));

    /// <summary>In the order of the file, then what it no longer has.</summary>
    private static List<LineChange> Compare(IEnumerable<Line> stored, IEnumerable<Line> written, IReadOnlyList<string> columns)
    {
        var left = stored.ToDictionary(line => line.Id, StringComparer.Ordinal);
        var changes = new List<LineChange>();
        foreach (var line in written)
        {
            if (!left.Remove(line.Id, out var before))
            {
                changes.Add(new LineChange(line.Id, line.Kind, ChangeKind.Added, []));
                continue;
            }
            var differing = columns.Where((_, i) => line.Cells[i] != before.Cells[i]).ToList();
            changes.Add(new LineChange(line.Id, line.Kind, differing.Count == 0 ? ChangeKind.Unchanged : ChangeKind.Changed, differing));
        }
        changes.AddRange(left.Values.Select(line => new LineChange(line.Id, line.Kind, ChangeKind.Removed, [])));
        return changes;
    }

    private static Line LineOf(OrganisationRow row) => new(row.Path.Trim().Split('/')[^1], row.Kind.Trim(), row.Cells);

    private static Line LineOf(CollectionRow row) => new(row.Id.Trim(), row.Kind.Trim(), row.Cells);

    private sealed record Line(string Id, string Kind, IReadOnlyList<string> Cells);
}
