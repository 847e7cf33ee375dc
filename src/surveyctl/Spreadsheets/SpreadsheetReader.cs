using Surveyctl.Input;

using Surveys.Readings;

namespace Surveyctl.Spreadsheets;

/// <summary>
/// Reads the table of a file: CSV in UTF-8 or as Excel's "Unicode text", separated by commas, semicolons or tabs, or the first sheet of
/// an XLSX workbook. What a header and its cells mean is for who asks.
/// </summary>
internal static class SpreadsheetReader
{
    /// <summary>
    /// The rows that can be read; everything wrong with the others goes to <paramref name="problems"/>. With more of them than are told
    /// of a file, reading ends. Null: there is no table, which is a problem too.
    /// </summary>
    public static Spreadsheet? Read(byte[] file, ICollection<DefinitionProblem> problems)
    {
        if (OtherFile.Explain(file) is { } other)
        {
            problems.Add(new DefinitionProblem("", other));
            return null;
        }
        var before = problems.Count;
        var table = WorkbookParts.MayBe(file) ? Workbook.Read(file, problems) : CsvTable.Read(file, problems);
        if (table is null && problems.Count == before)
            problems.Add(new DefinitionProblem("", "The file is empty: begin with a header that names the columns."));
        if (table is null)
            return null;
        if (IsInOneColumn(table))
        {
            problems.Add(new DefinitionProblem(
                table.Header.Place,
                $"The whole header is in one cell: {(table.Sheet is null ? "remove the quotes around each line" : "split the text into columns")}."));
            return null;
        }
        FindLostCharacters(table, problems);
        return table;
    }

    /// <summary>Half of a character would be stored as U+FFFD without a word, and U+FFFD says that one was lost before.</summary>
    private static void FindLostCharacters(Spreadsheet table, ICollection<DefinitionProblem> problems)
    {
        foreach (var row in table.Rows.Prepend(table.Header).TakeWhile(_ => problems.Count <= FileProblems.MostOfAFile))
        {
            foreach (var (column, cell) in row.Cells.Index())
            {
                if (OddCharacters.ExplainLost(cell) is { } why)
                    problems.Add(new DefinitionProblem($"{row.Place}, column {table.ColumnName(column)}", why));
            }
        }
    }

    private static bool IsInOneColumn(Spreadsheet table) =>
        table.Header.Cells.Where(cell => !string.IsNullOrWhiteSpace(cell)).ToList() is [var only] && only.AsSpan().ContainsAny(CsvTable.Separators);
}
