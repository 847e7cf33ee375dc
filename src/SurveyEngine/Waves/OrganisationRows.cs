using SurveyEngine.Keys;

using Surveys.Ids;
using Surveys.Organisations;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>
/// Organisations and collections as rows: the texts of the file without spaces around them, which are read by the same rules again.
/// </summary>
internal static class OrganisationRows
{
    public static TableRow Of(TenantId tenant, OrganisationRow row) =>
        new(tenant.Value, DefinitionsKeys.Node(row.Path.Trim().Split('/').Select(id => new ScopeId(id))))
        {
            ["Path"] = row.Path.Trim(),
            ["Name"] = row.Name.Trim(),
            ["Kind"] = row.Kind.Trim(),
            ["Category"] = row.Category.Trim(),
            ["Enrolment"] = row.Enrolment.Trim(),
            ["Households"] = row.Households.Trim(),
            ["Staff"] = row.Staff.Trim(),
            ["Title1"] = row.Title1.Trim(),
            ["ReducedLunch"] = row.ReducedLunch.Trim(),
            ["EnglishLearners"] = row.EnglishLearners.Trim(),
            ["Languages"] = row.Languages.Trim(),
            ["Collections"] = row.Collections.Trim(),
        };

    public static OrganisationRow ReadOrganisation(TableRow row, int line) => new()
    {
        Line = line,
        Path = Text(row, "Path"),
        Name = Text(row, "Name"),
        Kind = Text(row, "Kind"),
        Category = Text(row, "Category"),
        Enrolment = Text(row, "Enrolment"),
        Households = Text(row, "Households"),
        Staff = Text(row, "Staff"),
        Title1 = Text(row, "Title1"),
        ReducedLunch = Text(row, "ReducedLunch"),
        EnglishLearners = Text(row, "EnglishLearners"),
        Languages = Text(row, "Languages"),
        Collections = Text(row, "Collections"),
    };

    public static TableRow Of(TenantId tenant, CollectionRow row) =>
        new(tenant.Value, DefinitionsKeys.Collection(new ScopeId(row.Id.Trim())))
        {
            ["Id"] = row.Id.Trim(),
            ["Name"] = row.Name.Trim(),
            ["Kind"] = row.Kind.Trim(),
        };

    public static CollectionRow ReadCollection(TableRow row, int line) =>
        new() { Line = line, Id = Text(row, "Id"), Name = Text(row, "Name"), Kind = Text(row, "Kind") };

    private static string Text(TableRow row, string name) => row.GetString(name) ?? "";
}
