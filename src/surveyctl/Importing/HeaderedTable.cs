using Surveyctl.Spreadsheets;

using Surveys.Readings;

namespace Surveyctl.Importing;

/// <summary>Reads a table whose first row names its columns. A title above that would make every row wrong, and is told once.</summary>
internal static class HeaderedTable
{
    /// <param name="file">All of it.</param>
    /// <param name="isColumn">Whether a column is called so.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static Spreadsheet? Read(byte[] file, Func<string, bool> isColumn, ICollection<DefinitionProblem> problems)
    {
        var found = new List<DefinitionProblem>();
        var table = SpreadsheetReader.Read(file, found);
        if (table is not null && CellsOf(table.Header) is [var title] && !isColumn(title) && (found.Count > 0 || table.Rows.Any(row => CellsOf(row).Count > 1)))
        {
            found = [new(table.Header.Place, $"'{title}' stands alone above rows of several cells, as a title does: remove what is above the header, which names the columns.")];
            table = null;
        }
        found.ForEach(problems.Add);
        return table;
    }

    private static List<string> CellsOf(SpreadsheetRow row) => [.. row.Cells.Select(cell => cell.Trim()).Where(cell => cell.Length > 0)];
}
