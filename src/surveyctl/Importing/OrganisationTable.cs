using Surveyctl.Spreadsheets;

using Surveys.Readings;

namespace Surveyctl.Importing;

/// <summary>One row of a table of organisations.</summary>
/// <param name="Cells">As the format has them, by its columns; of a column that the table lacks nothing is known.</param>
internal sealed record WrittenOrganisation(RowPlace Place, IReadOnlyDictionary<string, string> Cells)
{
    /// <summary>Empty: the cell is, or the table lacks the column.</summary>
    public string this[string column] => Cells.GetValueOrDefault(column, "");
}

/// <summary>Reads a table whose columns are called as people call them, in any order, with others among them.</summary>
internal static class OrganisationTable
{
    // What spreadsheets show in place of a value that cannot be calculated.
    private static readonly string[] Failures = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

    /// <param name="file">All of it.</param>
    /// <param name="problems">Gets what is wrong; what is not wrong but may be not what was meant goes to <paramref name="notices"/>.</param>
    public static IReadOnlyList<WrittenOrganisation> Read(
        byte[] file, ICollection<DefinitionProblem> problems, ICollection<DefinitionProblem> notices)
    {
        if (HeaderedTable.Read(file, header => OrganisationColumn.Find(header) is not null, problems) is not { } table)
            return [];
        var columns = ColumnsOf(table, problems, notices);
        if (columns.Count == 0)
            return [];
        if (table.OtherSheets.Count > 0)
            notices.Add(new DefinitionProblem("", $"The first sheet, '{table.Sheet}', is read; not read: {string.Join(", ", table.OtherSheets)}."));
        var names = columns.ToDictionary(column => column.Key, column => table.ColumnName(column.Value), StringComparer.Ordinal);
        // A path that is made is told of where it comes from.
        if (new[] { "id", "name" }.FirstOrDefault(names.ContainsKey) is { } source)
            names.TryAdd("path", names[source]);
        return [.. table.Rows.Select(row => Read(row, new RowPlace(row.Place, names), columns, problems)).OfType<WrittenOrganisation>()];
    }

    private static WrittenOrganisation? Read(
        SpreadsheetRow row, RowPlace place, IReadOnlyDictionary<string, int> columns, ICollection<DefinitionProblem> problems)
    {
        var before = problems.Count;
        foreach (var (column, index) in columns)
        {
            var text = row[index].Trim();
            if (Failures.Contains(text))
                problems.Add(new DefinitionProblem(place.Column(column), $"'{text}' is what a formula shows that fails: write the value."));
            else if (text.StartsWith('='))
                problems.Add(new DefinitionProblem(
                    place.Column(column), $"'{text}' is a formula that nothing has calculated: write its value, or save the file in a spreadsheet program."));
        }
        return problems.Count > before
            ? null
            : new WrittenOrganisation(place, columns.ToDictionary(column => column.Key, column => OrganisationCell.Read(column.Key, row[column.Value]), StringComparer.Ordinal));
    }

    /// <summary>Where each column is; none: organisations cannot be read by this header.</summary>
    private static Dictionary<string, int> ColumnsOf(Spreadsheet table, ICollection<DefinitionProblem> problems, ICollection<DefinitionProblem> notices)
    {
        var width = table.Rows.Append(table.Header).Max(row => row.Cells.Count);
        var known = Enumerable.Range(0, width).ToLookup(index => OrganisationColumn.Find(table.Header[index])?.Name);
        var place = table.Header.Place;
        if (new[] { "path", "id", "name" }.All(name => !known.Contains(name)))
        {
            problems.Add(new DefinitionProblem(
                place,
                $"Nothing here names organisations: {string.Join(", ", table.Header.Cells.Where(cell => cell.Trim().Length > 0))}. Call the column with "
                + "their names 'name', and remove any rows above the header; 'surveyctl import organisations --template' explains every column."));
            return [];
        }
        foreach (var (name, indexes) in known.Where(column => column.Key is not null && column.Count() > 1).Select(column => (column.Key, column)))
            problems.Add(new DefinitionProblem(place, $"The columns {string.Join(" and ", indexes.Select(table.ColumnName))} both are '{name}': rename or remove one."));
        var ignored = known[null].Where(index => table.Rows.Append(table.Header).Any(row => !string.IsNullOrWhiteSpace(row[index]))).Select(table.ColumnName).ToList();
        if (ignored.Count > 0)
            notices.Add(new DefinitionProblem(place, $"Not read, because no column of organisations is called so: {string.Join(", ", ignored)}."));
        return known.Where(column => column.Key is not null).ToDictionary(column => column.Key!, column => column.First(), StringComparer.Ordinal);
    }
}
