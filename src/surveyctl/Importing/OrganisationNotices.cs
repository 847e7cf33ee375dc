using Surveys.Organisations;

namespace Surveyctl.Importing;

/// <summary>What of a tenant's organisations is not wrong but may be not what was meant.</summary>
internal static class OrganisationNotices
{
    private static readonly string[] UsualKinds = [OrganisationNode.SchoolKind, "district", "county", "region", "cooperative", "network"];

    /// <param name="rows">All that it has with the files.</param>
    /// <param name="stored">What it had before.</param>
    public static IEnumerable<string> Of(IReadOnlyList<OrganisationRow> rows, IReadOnlyList<OrganisationRow> stored) =>
        [.. NewKinds(rows, stored), .. Populations(rows)];

    /// <summary>Kinds of schools in a column that is called as that of kinds: nobody would be asked about them.</summary>
    private static IEnumerable<string> NewKinds(IReadOnlyList<OrganisationRow> rows, IReadOnlyList<OrganisationRow> stored)
    {
        var above = rows.Select(row => row.ParentId).ToHashSet();
        // A member answers by its category, and what others belong to is asked about by them.
        var known = rows.Where(row => row.Category.Trim().Length > 0 || above.Contains(row.Id)).Concat(stored).Select(row => row.Kind.Trim())
            .Concat(UsualKinds).ToHashSet(StringComparer.Ordinal);
        var others = rows.CountBy(row => row.Kind.Trim()).Where(kind => kind.Key.Length > 0 && !known.Contains(kind.Key))
            .Select(kind => $"{kind.Key} ({Counted.Of(kind.Value, "row")})").ToList();
        if (others.Count > 0)
        {
            yield return $"New kinds: {Listed.Of(others)}. A wave of families or staff asks about organisations of the kind 'school' alone: if these are schools, "
                + "write 'school' in their place, or remove the column.";
        }
    }

    /// <summary>One school without its population makes the response rate of all that is above it unknown; one with a small one is hidden.</summary>
    private static IEnumerable<string> Populations(IReadOnlyList<OrganisationRow> rows)
    {
        var schools = rows.Where(row => row.Kind.Trim() == OrganisationNode.SchoolKind).ToList();
        foreach (var (column, people, cell) in new (string, string, Func<OrganisationRow, string>)[]
        {
            ("enrolment", "students", row => row.Enrolment), ("households", "households", row => row.Households), ("staff", "staff", row => row.Staff),
        })
        {
            var without = schools.Where(row => cell(row).Trim().Length == 0).Select(NameOf).ToList();
            if (without.Count > 0 && without.Count < schools.Count)
            {
                yield return $"{Counted.Of(without.Count, "school has", "schools have")} no {column}: {Listed.Of(without)}. Where this is the population "
                    + "of a wave, no response rate is known of anything that a school without it belongs to.";
            }
            var counted = schools.Select(row => (NameOf(row), int.TryParse(cell(row), out var population) ? population : (int?)null));
            foreach (var notice in SmallPopulations.NoticesOf(people, counted, WaveDefinition.LeastMinimumCell))
                yield return notice;
        }
    }

    private static string NameOf(OrganisationRow row) => $"{row.Name.Trim()} ({row.Id})";
}
