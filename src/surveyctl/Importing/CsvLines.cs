using Surveyctl.Spreadsheets;

using Surveys.Readings;

namespace Surveyctl.Importing;

/// <summary>One line below the header: its cells by column.</summary>
/// <param name="Number">Where it begins in the file, the header being line 1.</param>
/// <param name="Cells">Every column of the header.</param>
internal sealed record CsvLine(int Number, IReadOnlyDictionary<string, string> Cells);

/// <summary>Reads a table with a header of known columns, in any order.</summary>
internal static class CsvLines
{
    /// <summary>The lines that can be read; everything wrong with the others goes to <paramref name="problems"/>.</summary>
    public static IReadOnlyList<CsvLine> Read(byte[] file, IReadOnlyList<string> columns, ICollection<DefinitionProblem> problems)
    {
        if (HeaderedTable.Read(file, columns.Contains, problems) is not { } table || ReadHeader(table.Header, columns, problems) is not { } header)
            return [];
        return [.. table.Rows.Select(row => new CsvLine(
            row.Number, header.Index().Where(column => column.Item.Length > 0).ToDictionary(column => column.Item, column => row[column.Index])))];
    }

    /// <summary>Null if the file cannot be read by these columns.</summary>
    private static List<string>? ReadHeader(SpreadsheetRow row, IReadOnlyList<string> columns, ICollection<DefinitionProblem> problems)
    {
        var header = row.Cells.Select(cell => cell.Trim()).ToList();
        var before = problems.Count;
        foreach (var missing in columns.Except(header))
            problems.Add(new DefinitionProblem(row.Place, $"The column '{missing}' is missing: the header is {string.Join(',', columns)}."));
        foreach (var unknown in header.Except(columns).Where(column => column.Length > 0))
            problems.Add(new DefinitionProblem(row.Place, $"The column '{unknown}' is not known: remove it, or correct its name."));
        foreach (var repeated in header.Where(column => column.Length > 0).CountBy(column => column).Where(column => column.Value > 1))
            problems.Add(new DefinitionProblem(row.Place, $"The column '{repeated.Key}' is given {repeated.Value} times: once is enough."));
        return problems.Count == before ? header : null;
    }
}
