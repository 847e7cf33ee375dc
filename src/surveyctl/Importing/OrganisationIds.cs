using Surveys.Organisations;
using Surveys.Readings;

namespace Surveyctl.Importing;

/// <summary>Which organisation each row of a table is: by its path, its id, or else its name and what it belongs to.</summary>
internal sealed class OrganisationIds
{
    private readonly IReadOnlySet<WrittenOrganisation> _totals;
    private readonly ICollection<DefinitionProblem> _problems;
    private readonly ILookup<string, OrganisationRow> _storedByName;
    private readonly Dictionary<string, OrganisationRow> _stored;
    private readonly Dictionary<string, RowPlace> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private readonly List<string> _besides = [];

    /// <summary>Of what others belong to: no row that belongs to something is given one of these by its name.</summary>
    private readonly HashSet<string> _taken;

    /// <param name="tenant">Whose they are; null: not known yet.</param>
    /// <param name="stored">What it has.</param>
    /// <param name="table">What is written.</param>
    /// <param name="problems">Gets what cannot be told.</param>
    public OrganisationIds(
        TenantDefinition? tenant, IReadOnlyList<OrganisationRow> stored, IReadOnlyList<WrittenOrganisation> table, ICollection<DefinitionProblem> problems)
    {
        (_totals, _problems) = (TotalRow.In(table), problems);
        _storedByName = stored.ToLookup(row => row.Name.Trim(), StringComparer.OrdinalIgnoreCase);
        _stored = stored.DistinctBy(row => row.Id).ToDictionary(row => row.Id, StringComparer.Ordinal);
        _taken = [.. _stored.Keys, .. table.Select(row => PlainWords.AsId(row["parent"])).Where((id, row) => id == PlainWords.AsId(table[row]["name"]))];
        if (stored.Count == 0 && tenant is not null)
            _taken.Add(tenant.Id.Value);
    }

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
        var named = StoredAs(row);
        if (named.Count == 0 && row["kind"] is "" or OrganisationNode.SchoolKind && _totals.Contains(row))
            return Refuse(row.Place.Row, "This looks like the total of the rows above: remove it, or give it an id if it is a school.");
        if (name.Length == 0)
            return Refuse(row.Place.Row, row.Cells.ContainsKey("id") ? "There is neither an id nor a name: fill one in." : "There is no name: fill it in.");
        if (named.Count > 1)
            return Refuse(row.Place.Column("name"), $"{named.Count} stored organisations are called '{name}': add a column 'id' that says which this is.");
        var made = named is [var one] ? one.Id : IdOf(row);
        if (made.Length == 0)
            return Refuse(row.Place.Column("name"), "An id is made of the letters a to z and digits of a name, and there are none: add a column 'id'.");
        if (!_byName.TryAdd(made, row.Place))
        {
            return Refuse(row.Place.Column("name"), $"By its name this has the id '{made}', as on {_byName[made].Row}: "
                + (row.Cells.ContainsKey("id") ? "give each an id of its own." : "add a column 'id' that gives each one of its own."));
        }
        if (!_stored.ContainsKey(made) && _made.Add(made) && (made != PlainWords.AsId(name) || _storedByName.Contains(name)))
            _besides.Add($"{name} ({made})");
        return made;
    }

    /// <summary>
    /// The stored ones that a name means. Where the row says what it belongs to, one that stands elsewhere and is no school is another: a school
    /// may be called as its district is. A school that stands elsewhere has moved.
    /// </summary>
    private List<OrganisationRow> StoredAs(WrittenOrganisation row)
    {
        var (name, kind, parent) = (row["name"], row["kind"], row["parent"]);
        List<OrganisationRow> named = [.. _storedByName[name]];
        if (named.Count == 0 && _stored.TryGetValue(PlainWords.AsId(name), out var one))
            named.Add(one);
        if (parent.Length > 0)
        {
            named.RemoveAll(one => one.Kind.Trim() == OrganisationNode.SchoolKind
                ? IsMeant(one) && !IsThere(one)
                : one.Kind.Trim() != kind && (IsMeant(one) || !IsThere(one)));
        }
        foreach (var fits in new Predicate<OrganisationRow>[] { one => one.Kind.Trim() == kind, IsThere })
        {
            if (named.Count > 1 && named.Exists(fits))
                named = named.FindAll(fits);
        }
        return named;

        bool IsMeant(OrganisationRow one) =>
            one.Id == OrganisationCell.Read("id", parent.Split('/')[^1]) || one.Name.Trim().Equals(parent, StringComparison.OrdinalIgnoreCase);

        bool IsThere(OrganisationRow one) => one.ParentId is { } id && _stored.TryGetValue(id, out var above) && IsMeant(above);
    }

    /// <summary>Made from its name, and from its kind where something else is called so.</summary>
    private string IdOf(WrittenOrganisation row)
    {
        var id = PlainWords.AsId(row["name"]);
        if (row["parent"].Length == 0 || !_taken.Contains(id))
            return id;
        var kind = row["kind"] is { Length: > 0 } written ? written : OrganisationNode.SchoolKind;
        return Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? kind : $"{kind}-{number}")
            .Select(end => $"{id[..Math.Clamp(Slug.MaxLength - end.Length - 1, 0, id.Length)].TrimEnd('-')}-{end}").First(made => !_taken.Contains(made));
    }

    /// <summary>What may come of ids that were made from names.</summary>
    /// <param name="rows">Of the table, as they were placed.</param>
    /// <param name="kept">Stored ones that it does not name, and that stay.</param>
    public IEnumerable<string> Notices(IReadOnlyList<OrganisationRow> rows, IReadOnlyList<OrganisationRow> kept)
    {
        if (_made.Count == 0)
            yield break;
        yield return $"{Counted.Of(_made.Count, "id is", "ids are")} made from names: {Listed.Of([.. _made])}. With a column 'id' an organisation stays the same when its name changes."
            + (_besides.Count == 0 ? "" : $" New beside another organisation that is called so: {Listed.Of(_besides)}.");
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
        _problems.Add(new DefinitionProblem(place, message));
        return null;
    }
}
