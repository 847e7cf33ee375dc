using Surveys.Organisations;
using Surveys.Readings;

namespace Surveyctl.Importing;

/// <summary>Which organisation a row of a table is: by its path, its id, or else its name.</summary>
internal sealed class OrganisationIds(IReadOnlyList<OrganisationRow> stored, ICollection<DefinitionProblem> problems)
{
    private readonly ILookup<string, string> _storedByName = stored.ToLookup(row => row.Name.Trim(), row => row.Id, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _stored = [.. stored.Select(row => row.Id)];

    /// <summary>How many ids of new organisations were made from their names.</summary>
    public int Made { get; private set; }

    /// <summary>Null: it cannot be told, which is a problem. Empty: it has no path where the table gives nothing else, which its rules refuse.</summary>
    public string? Of(WrittenOrganisation row)
    {
        if (row["path"] is { Length: > 0 } path)
            return path[(path.LastIndexOf('/') + 1)..];
        if (row.Cells.ContainsKey("path") && !row.Cells.ContainsKey("id"))
            return "";
        if (row["id"] is { Length: > 0 } id)
            return Slug.IsValid(id) ? id : Refuse(row.Place.Column("id"), Slug.Explain(id));
        if (row["name"] is not { Length: > 0 } name)
            return Refuse(row.Place.Row, row.Cells.ContainsKey("id") ? "There is neither an id nor a name: fill one in." : "There is no name: fill it in.");
        if (_storedByName[name].ToList() is { Count: > 0 } named)
            return named is [var one] ? one : Refuse(row.Place.Column("name"), $"{named.Count} stored organisations are called '{name}': add a column 'id' that says which this is.");
        var made = PlainWords.AsId(name);
        if (made.Length == 0)
            return Refuse(row.Place.Column("name"), "An id is made of the letters a to z and digits of a name, and there are none: add a column 'id'.");
        Made += _stored.Contains(made) ? 0 : 1;
        return made;
    }

    private string? Refuse(string place, string message)
    {
        problems.Add(new DefinitionProblem(place, message));
        return null;
    }
}
