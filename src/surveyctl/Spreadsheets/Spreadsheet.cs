namespace Surveyctl.Spreadsheets;

/// <summary>The table in a file as a spreadsheet program saves it: CSV, or one sheet of a workbook.</summary>
/// <param name="Header">The first row in which anything is.</param>
/// <param name="Rows">Those below it in which anything is.</param>
/// <param name="Sheet">Which one was read; null: the file is CSV and has none.</param>
/// <param name="OtherSheets">That can be seen in the workbook and were not read.</param>
internal sealed record Spreadsheet(SpreadsheetRow Header, IReadOnlyList<SpreadsheetRow> Rows, string? Sheet, IReadOnlyList<string> OtherSheets)
{
    /// <summary>How a column is called to who looks for it: by its header, in a workbook by its letter too.</summary>
    public string ColumnName(int column)
    {
        var header = Header[column].Trim();
        if (Sheet is null)
            return header.Length > 0 ? header : $"{column + 1}";
        return header.Length > 0 ? $"{SheetColumn.Letters(column)} ({header})" : SheetColumn.Letters(column);
    }
}

/// <summary>One row: the text of its cells as people see it.</summary>
/// <param name="Number">In a CSV file that of the line where it begins, in a sheet that of the row; both count from 1.</param>
/// <param name="Place">The same in words: <c>line 3</c> or <c>row 3</c>.</param>
/// <param name="Cells">From the first column to the last that is given.</param>
internal sealed record SpreadsheetRow(int Number, string Place, IReadOnlyList<string> Cells)
{
    public static SpreadsheetRow OfLine(int number, IReadOnlyList<string> cells) => new(number, $"line {number}", cells);

    public static SpreadsheetRow OfSheet(int number, IReadOnlyList<string> cells) => new(number, $"row {number}", cells);

    /// <summary>Empty: nothing is there.</summary>
    public string this[int column] => column < Cells.Count ? Cells[column] : "";

    public bool IsEmpty => Cells.All(string.IsNullOrWhiteSpace);
}

/// <summary>The columns of a sheet have letters: A to Z, then AA.</summary>
internal static class SheetColumn
{
    public static string Letters(int column) => column < 26 ? $"{(char)('A' + column)}" : Letters((column / 26) - 1) + Letters(column % 26);

    /// <summary>From 0; of a cell such as <c>AB12</c>. Null: it does not begin with one to three letters.</summary>
    public static int? Of(string cell)
    {
        var letters = cell.TakeWhile(char.IsAsciiLetterUpper).ToList();
        return letters.Count is >= 1 and <= 3 ? letters.Aggregate(0, (column, letter) => (column * 26) + letter - 'A' + 1) - 1 : null;
    }
}
