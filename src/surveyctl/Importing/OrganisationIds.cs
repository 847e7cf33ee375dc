using Surveys.Organisations;
using Surveys.Readings;

namespace Surveyctl.Importing;

/// <summary>Which organisation each row of a table is: by its path, its id, or else its name.</summary>
internal sealed class OrganisationIds(
    IReadOnlyList<OrganisationRow> stored, IReadOnlyList<WrittenOrganisation> table, ICollection<DefinitionProblem> problems)
{
    private readonly ILookup<string, string> _storedByName = stored.ToLookup(row => row.Name.Trim(), row => row.Id, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _stored = [.. stored.Select(row => row.Id)];
    private readonly Dictionary<string, RowPlace> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    /// <summary>Null: it cannot be told, which is a problem. Empty: it has no path where the table gives nothing else, which its rules refuse.</summary>
    public string? Of(WrittenOrganisation row)
    {
        if (row["path"] is { Length: > 0 } path)
            return path[(path.LastIndexOf('/') + 1)..];
        if (row.Cells.ContainsKey("path") && !row.Cells.ContainsKey("id"))
            return "";
        if (row["id"] is { Length: > 0 } id)
            return Slug.IsValid(id) ? id : Refuse(row.Place.Column("id"), Slug.Explain(id));
        var name = row["name"];
        var named = _storedByName[name].ToList();
        if (named.Count == 0 && row["kind"] is "" or OrganisationNode.SchoolKind && TotalRow.Is(row, table))
            return Refuse(row.Place.Row, "This looks like the total of the rows above: remove it, or give it an id if it is a school.");
        if (name.Length == 0)
            return Refuse(row.Place.Row, row.Cells.ContainsKey("id") ? "There is neither an id nor a name: fill one in." : "There is no name: fill it in.");
        if (named.Count > 1)
            return Refuse(row.Place.Column("name"), $"{named.Count} stored organisations are called '{name}': add a column 'id' that says which this is.");
        var made = named is [var one] ? one : PlainWords.AsId(name);
        if (made.Length == 0)
            return Refuse(row.Place.Column("name"), "An id is made of the letters a to z and digits of a name, and there are none: add a column 'id'.");
        if (!_byName.TryAdd(made, row.Place))
        {
            return Refuse(row.Place.Column("name"), $"By its name this has the id '{made}', as on {_byName[made].Row}: "
                + (row.Cells.ContainsKey("id") ? "give each an id of its own." : "add a column 'id' that gives each one of its own."));
        }
        if (!_stored.Contains(made))
            _made.Add(made);
        return made;
    }

    /// <summary>What may come of ids that were made from names.</summary>
    /// <param name="rows">Of the table, as they were placed.</param>
    /// <param name="kept">Stored ones that it does not name, and that stay.</param>
    public IEnumerable<string> Notices(IReadOnlyList<OrganisationRow> rows, IReadOnlyList<OrganisationRow> kept)
    {
        if (_made.Count == 0)
            yield break;
        yield return $"{Counted.Of(_made.Count, "id is", "ids are")} made from names: {Listed.Of([.. _made])}. With a column 'id' an organisation stays the same when its name changes.";
        var added = rows.Where(row => _made.Contains(row.Id) && row.Kind == OrganisationNode.SchoolKind).Select(row => row.Name).ToList();
        var missing = kept.Where(row => row.Kind.Trim() == OrganisationNode.SchoolKind).Select(row => $"{row.Name.Trim()} ({row.Id})").ToList();
        // Of a table with a part of the schools most are missing.
        if (added.Count > 0 && missing.Count > 0 && missing.Count <= rows.Count)
        {
            yield return $"New: {Listed.Of(added)}. Stored and not in this file: {Listed.Of(missing)}. If one is the same school by another name, "
                + "write the id in brackets beside the new name, in a column 'id'.";
        }
    }

    private string? Refuse(string place, string message)
    {
        problems.Add(new DefinitionProblem(place, message));
        return null;
    }
}
