using Surveys.Organisations;
using Surveys.Readings;

namespace Surveyctl.Importing;

/// <summary>
/// Finds out which organisation each row of a table is and where it stands in the tree, and fills in what the table does not say: with what
/// is stored, else with a school directly below the root.
/// </summary>
internal sealed class PlaceInTree
{
    private const string RootKind = "network";

    private static readonly List<string> Columns = [.. OrganisationRow.Columns];

    private readonly ICollection<DefinitionProblem> _problems;
    private readonly Dictionary<string, OrganisationRow> _stored;
    private readonly Dictionary<string, WrittenOrganisation> _written = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> _idsByName;
    private readonly Dictionary<string, OrganisationRow> _made = new(StringComparer.Ordinal);
    private readonly string _root;

    private PlaceInTree(
        TenantDefinition? tenant, IReadOnlyList<OrganisationRow> stored, IReadOnlyList<(string Id, WrittenOrganisation Row)> written,
        ICollection<DefinitionProblem> problems)
    {
        _problems = problems;
        _stored = stored.DistinctBy(row => row.Id).ToDictionary(row => row.Id, StringComparer.Ordinal);
        written = [.. written.Where(row => row.Id.Length > 0)];
        foreach (var row in written)
            _written.TryAdd(row.Id, row.Row);
        _idsByName = written.Select(row => (Name: row.Row["name"], row.Id)).Concat(stored.Select(row => (Name: row.Name.Trim(), row.Id)))
            .Distinct().ToLookup(row => row.Name, row => row.Id, StringComparer.OrdinalIgnoreCase);
        var (id, name) = (tenant?.Id.Value ?? "tenant", tenant?.Name ?? "Tenant");
        _root = stored.FirstOrDefault(row => row.Path.Trim() == row.Id)?.Id
            ?? written.FirstOrDefault(row => row.Row["path"] == row.Id).Id
            ?? written.FirstOrDefault(row => row.Row["path"] + row.Row["parent"] == "" && (row.Id == id || row.Row["name"].Equals(name, StringComparison.OrdinalIgnoreCase))).Id
            ?? Make(id, id, name, RootKind).Id;
    }

    /// <summary>The rows of the table, after those of a root and of districts that it names and nobody has stored.</summary>
    /// <param name="tenant">Whose they are; null: not known yet.</param>
    /// <param name="stored">What it has; none: what the table belongs to is made as well.</param>
    /// <param name="table">What is written.</param>
    /// <param name="ids">Of the table's rows.</param>
    /// <param name="problems">Gets what cannot be placed, which is left out.</param>
    public static IReadOnlyList<OrganisationRow> Rows(
        TenantDefinition? tenant, IReadOnlyList<OrganisationRow> stored, IReadOnlyList<WrittenOrganisation> table, OrganisationIds ids,
        ICollection<DefinitionProblem> problems)
    {
        var rows = table.Select(row => (Id: ids.Of(row), Row: row)).Where(row => row.Id is not null).Select(row => (row.Id!, row.Row)).ToList();
        if (rows.Count == 0)
            return [];
        var tree = new PlaceInTree(tenant, stored, rows, problems);
        var placed = rows.Select(row => tree.Place(row.Item1, row.Row)).ToList();
        // A root that is made is needed unless every row has a path of its own.
        var made = rows.All(row => row.Row["path"].Length > 0) ? [] : tree._made.Values.ToList();
        return [.. made, .. placed];
    }

    private OrganisationRow Place(string id, WrittenOrganisation row)
    {
        var stored = _stored.GetValueOrDefault(id);
        return new OrganisationRow
        {
            Line = row.Place,
            Path = row["path"].Length > 0 || id.Length == 0 ? row["path"] : PathOf(id, row.Place),
            Name = Cell("name"),
            Kind = row["kind"].Length > 0 || (row["path"].Length > 0 && row.Cells.ContainsKey("kind")) ? row["kind"]
                : stored?.Kind ?? (id == _root ? RootKind : OrganisationNode.SchoolKind),
            Category = Cell("category"),
            Enrolment = Cell("enrolment"),
            Households = Cell("households"),
            Staff = Cell("staff"),
            Title1 = Cell("title1"),
            ReducedLunch = Cell("reduced_lunch"),
            EnglishLearners = Cell("english_learners"),
            Languages = Cell("languages"),
            Collections = Cell("collections"),
        };

        string Cell(string column) => row.Cells.GetValueOrDefault(column) ?? stored?.Cells[Columns.IndexOf(column)] ?? "";
    }

    private string PathOf(string id, RowPlace place)
    {
        var path = new List<string>();
        for (var above = id; above is not null; above = ParentOf(above))
        {
            if (path.Contains(above))
            {
                // Each of a circle comes here: told once.
                if (above == id && path.Min(StringComparer.Ordinal) == id)
                    _problems.Add(new DefinitionProblem(place.Column("parent"), $"{string.Join(" belongs to ", path.Append(above))}: correct one of them."));
                return $"{_root}/{id}";
            }
            path.Add(above);
            if (_written.TryGetValue(above, out var row) && row["path"].Length > 0)
            {
                path[^1] = row["path"];
                break;
            }
        }
        return string.Join('/', path.AsEnumerable().Reverse());
    }

    /// <summary>Null: it is the root.</summary>
    private string? ParentOf(string id)
    {
        if (id == _root)
            return null;
        var named = _written.TryGetValue(id, out var row) ? row["parent"] : "";
        if (named.Length > 0 && Find(named, row!) is { } parent && parent != id)
            return parent;
        return _stored.TryGetValue(id, out var stored) ? stored.ParentId : _root;
    }

    /// <summary>The organisation that a cell names by its id, its path or its name; null: none, or a school, which is a problem.</summary>
    private string? Find(string text, WrittenOrganisation row)
    {
        var (id, made) = (OrganisationCell.Read("id", text.Split('/')[^1]), PlainWords.AsId(text));
        string?[] byId = [_written.ContainsKey(id) || _stored.ContainsKey(id) ? id : null, (_made.GetValueOrDefault(id) ?? _made.GetValueOrDefault(made))?.Id];
        var named = byId.OfType<string>().Concat(_idsByName[text]).Distinct().ToList();
        if (named.Exists(one => !IsSchool(one)))
            named.RemoveAll(IsSchool);
        else if (named.Exists(one => _written.TryGetValue(one, out var school) && school["parent"].Equals(text, StringComparison.OrdinalIgnoreCase)))
            // One belongs to what it is called as, which is no school then, nor are others elsewhere that.
            named.RemoveAll(one => _written.TryGetValue(one, out var school) && school["parent"].Length > 0);

        if (named is [var first, ..] && (first == id || named.Count == 1) && !IsSchool(first))
            return first;
        if (named is [] && _stored.Count == 0 && made.Length > 0)
            return Make(made, $"{_root}/{(_written.ContainsKey(made) ? $"{made}-district" : made)}", text, "district").Id;
        _problems.Add(new DefinitionProblem(row.Place.Column("parent"), named switch
        {
            [] => $"There is no organisation '{text}': add a line for it, or correct this.",
            [var school] => $"'{text}' is a school, and nothing belongs to a school: correct this, or write in a column 'kind' what it is, such as district.",
            _ => $"{named.Count} organisations are called '{text}': write the id of one.",
        }));
        return null;
    }

    private bool IsSchool(string id)
    {
        var kind = _written.TryGetValue(id, out var row) ? row["kind"] : "";
        return id != _root && (row is not null || _stored.ContainsKey(id))
            && (kind.Length > 0 ? kind : _stored.GetValueOrDefault(id)?.Kind.Trim() ?? OrganisationNode.SchoolKind) == OrganisationNode.SchoolKind;
    }

    /// <param name="key">What it is called as an id, which a school may have.</param>
    private OrganisationRow Make(string key, string path, string name, string kind) =>
        _made[key] = new OrganisationRow { Line = new RowPlace($"'{name}'"), Path = path, Name = name, Kind = kind };
}
