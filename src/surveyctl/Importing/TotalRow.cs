using System.Globalization;

namespace Surveyctl.Importing;

/// <summary>A row with the totals of a table's columns, or of a group of its rows, as spreadsheets have them. It is no organisation.</summary>
internal static class TotalRow
{
    /// <summary>In plain letters, as all of a name, or as its first or last word. Where it is called otherwise its numbers tell.</summary>
    private static readonly string[] Names =
        ["total", "totals", "grandtotal", "subtotal", "sum", "totales", "totalgeneral", "suma", "totaux", "somme", "gesamt", "summe", "wadarta"];

    private static readonly string[] Counts = ["enrolment", "households", "staff"];

    /// <summary>Those of a table.</summary>
    public static IReadOnlySet<WrittenOrganisation> In(IReadOnlyList<WrittenOrganisation> table)
    {
        var totals = new HashSet<WrittenOrganisation>(ReferenceEqualityComparer.Instance);
        var (others, all, group) = (new List<WrittenOrganisation>(), new Sums(), new Sums());
        foreach (var row in table)
        {
            var words = PlainWords.Of(row["name"]);
            var isLast = row == table[^1];
            if (Names.Contains(string.Concat(words))
                || (words.Count > 0 && (Names.Contains(words[0]) || Names.Contains(words[^1])) && IsSumOfLast(others, row))
                || (isLast && all.Are(row, 1)) || group.Are(row, isLast ? 1 : 2))
            {
                totals.Add(row);
                group = new Sums();
                continue;
            }
            others.Add(row);
            all.Add(row);
            group.Add(row);
        }
        return totals;
    }

    /// <summary>Whether some rows that end a list add up to all numbers of a row.</summary>
    private static bool IsSumOfLast(List<WrittenOrganisation> rows, WrittenOrganisation total)
    {
        var left = Counts.ToDictionary(column => column, column => NumberIn(total, column));
        for (var i = rows.Count - 1; i >= 0 && left.Values.Any(number => number > 0) && left.Values.All(number => number is null or >= 0); i--)
        {
            foreach (var column in Counts)
                left[column] -= NumberIn(rows[i], column) ?? 0;
        }
        return left.Values.Any(number => number is not null) && left.Values.All(number => number is null or 0);
    }

    private static long? NumberIn(WrittenOrganisation row, string column) =>
        int.TryParse(row[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What the columns of some rows add up to.</summary>
    private sealed class Sums
    {
        private readonly (long Sum, int Rows)[] _columns = new (long, int)[Counts.Length];

        public void Add(WrittenOrganisation row)
        {
            foreach (var (i, column) in Counts.Index())
                _columns[i] = NumberIn(row, column) is { } number ? (_columns[i].Sum + number, _columns[i].Rows + 1) : _columns[i];
        }

        /// <summary>Whether each number of a row, and of these at least so many, is the sum of several.</summary>
        public bool Are(WrittenOrganisation row, int least)
        {
            var written = Counts.Index().Where(column => row[column.Item].Length > 0).ToList();
            return written.Count >= least
                && written.TrueForAll(column => _columns[column.Index].Rows > 1 && NumberIn(row, column.Item) == _columns[column.Index].Sum);
        }
    }
}
