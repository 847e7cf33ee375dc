using Surveyctl.Spreadsheets;

using Surveys.Readings;

namespace Surveyctl.Importing;

/// <summary>
/// Reads a table whose first row names its columns. Of another row above the header, such as a title, every row would be wrong: then it is
/// told alone.
/// </summary>
internal static class HeaderedTable
{
    /// <param name="file">All of it.</param>
    /// <param name="isColumn">Whether a column is called so.</param>
    /// <param name="problems">Gets what is wrong; of a header without any column what its reader finds.</param>
    public static Spreadsheet? Read(byte[] file, Func<string, bool> isColumn, ICollection<DefinitionProblem> problems)
    {
        var found = new List<DefinitionProblem>();
        var table = SpreadsheetReader.Read(file, found);
        if (table is not null && CellsOf(table.Header) is var header && !header.Exists(cell => isColumn(cell)))
        {
            if (header.Exists(cell => cell.Split('|') is { Length: > 1 } parts && parts.Any(part => isColumn(part.Trim()))))
            {
                problems.Add(new DefinitionProblem(table.Header.Place, "The columns are separated by '|': separate them by commas, semicolons or tabs, which are read."));
                return null;
            }
            var isTitle = header.Count == 1 && (found.Count > 0 || table.Rows.Any(row => CellsOf(row).Count > 1));
            found = isTitle
                ? [new(table.Header.Place, $"'{header[0]}' stands alone above rows of several cells, as a title does: remove what is above the header, which names the columns.")]
                : [];
            table = isTitle ? null : table;
        }
        found.ForEach(problems.Add);
        return table;
    }

    private static List<string> CellsOf(SpreadsheetRow row) => [.. row.Cells.Select(cell => cell.Trim()).Where(cell => cell.Length > 0)];
}
