using System.Text.Json.Serialization;

using Surveys.Organisations;

namespace Surveyctl.Importing;

/// <summary>What loading a tenant's organisation files changes.</summary>
internal sealed record OrganisationChanges(LineChanges Organisations, LineChanges Collections)
{
    public bool AreNone => Organisations.AreNone && Collections.AreNone;

    public static OrganisationChanges Between(LoadedOrganisations stored, OrganisationFiles files) => new(
        LineChanges.Between(stored.Organisations.Select(LineOf), files.Organisations.Select(LineOf), OrganisationRow.Columns),
        LineChanges.Between(stored.Collections.Select(LineOf), files.Collections.Select(LineOf), CollectionRow.Columns));

    private static Line LineOf(OrganisationRow row) => new(row.Id, row.Kind.Trim(), row.Cells);

    private static Line LineOf(CollectionRow row) => new(row.Id.Trim(), row.Kind.Trim(), row.Cells);
}

internal sealed record Line(string Id, string Kind, IReadOnlyList<string> Cells);

/// <summary>One organisation or collection, old or new.</summary>
/// <param name="Id">Its id, which it keeps when it moves in the tree.</param>
/// <param name="Kind">A slug such as <c>school</c>; of one that is removed, what it was.</param>
/// <param name="Values">The cells that differ from what is stored; null unless it is changed.</param>
internal sealed record LineChange(
    string Id, string Kind, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ChangedValue>? Values = null)
{
    /// <summary>The columns of <see cref="Values"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IEnumerable<string>? Columns => Values?.Select(value => value.Name);

    /// <summary><see cref="Values"/> in words; null unless it is changed.</summary>
    [JsonIgnore]
    public string? Detail => Values is null ? null : string.Join(", ", Values);
}

/// <summary>What loading one file changes: each of its lines and each that is stored is in one of the lists.</summary>
internal sealed record LineChanges(
    IReadOnlyList<LineChange> Added,
    IReadOnlyList<LineChange> Changed,
    IReadOnlyList<LineChange> Removed,
    [property: JsonIgnore] IReadOnlyList<LineChange> Same)
{
    public int Unchanged => Same.Count;

    [JsonIgnore]
    public bool AreNone => Added.Count + Changed.Count + Removed.Count == 0;

    /// <summary>In the order of the file; what it no longer has in that of the store.</summary>
    public static LineChanges Between(IEnumerable<Line> stored, IEnumerable<Line> written, IReadOnlyList<string> columns)
    {
        // One may be there twice where an earlier version stopped while it moved it.
        var left = stored.DistinctBy(line => line.Id).ToDictionary(line => line.Id, StringComparer.Ordinal);
        var (added, changed, same) = (new List<LineChange>(), new List<LineChange>(), new List<LineChange>());
        foreach (var line in written)
        {
            if (!left.Remove(line.Id, out var before))
                added.Add(new LineChange(line.Id, line.Kind));
            else if (columns.Select((column, i) => new ChangedValue(column, before.Cells[i], line.Cells[i])).Where(value => value.Before != value.After).ToList()
                is { Count: > 0 } differing)
                changed.Add(new LineChange(line.Id, line.Kind, differing));
            else
                same.Add(new LineChange(line.Id, line.Kind));
        }
        return new LineChanges(added, changed, [.. left.Values.Select(line => new LineChange(line.Id, line.Kind))], same);
    }
}
