using System.Globalization;

namespace Surveyctl.Importing;

/// <summary>A row with the totals of a table's columns, as spreadsheets have one at their end. It is no organisation.</summary>
internal static class TotalRow
{
    /// <summary>In plain letters, as all of a name. Where it is called otherwise its numbers tell.</summary>
    private static readonly string[] Names =
        ["total", "totals", "grandtotal", "subtotal", "sum", "totales", "totalgeneral", "suma", "totaux", "somme", "gesamt", "summe", "wadarta"];

    private static readonly string[] Counts = ["enrolment", "households", "staff"];

    /// <param name="row">One of the table.</param>
    /// <param name="table">All of it.</param>
    public static bool Is(WrittenOrganisation row, IReadOnlyList<WrittenOrganisation> table) =>
        Names.Contains(string.Concat(PlainWords.Of(row["name"]))) || (row == table[^1] && Counts.Any(column => row[column].Length > 0)
            && Counts.Where(column => row[column].Length > 0).All(column => IsSum(column, table)));

    private static bool IsSum(string column, IReadOnlyList<WrittenOrganisation> table)
    {
        var above = table.SkipLast(1).Select(row => NumberIn(row, column)).OfType<long>().ToList();
        return above.Count > 1 && NumberIn(table[^1], column) == above.Sum();
    }

    private static long? NumberIn(WrittenOrganisation row, string column) =>
        int.TryParse(row[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
