using Surveyctl.Spreadsheets;

using Surveys.Csv;
using Surveys.Readings;

namespace Surveyctl.Importing;

/// <summary>Where the columns of a table of answers from paper are: those of an export, and one that names the sheet of paper.</summary>
internal sealed class PaperColumns
{
    private readonly Spreadsheet _table;
    private readonly Dictionary<string, int> _indexes;

    private PaperColumns(Spreadsheet table, SurveyVersion survey, Dictionary<string, int> indexes)
    {
        (_table, _indexes) = (table, indexes);
        OfItems = [.. ResponseColumns.Of(survey).ToLookup(column => survey.Items[column.Item])];
    }

    /// <summary>In the order asked; several of a multiple choice.</summary>
    public IReadOnlyList<IGrouping<Item, ResponseColumn>> OfItems { get; }

    /// <summary>Null: a column is missing, not known or given twice.</summary>
    public static PaperColumns? Find(Spreadsheet table, SurveyVersion survey, ICollection<DefinitionProblem> problems)
    {
        var answers = ResponseColumns.Of(survey).ToLookup(column => survey.Items[column.Item].Kind is ItemKind.Comment, column => column.Name);
        string[] needed = [ResponseColumns.Sheet, ResponseColumns.School, .. answers[false]];
        string[] known = [.. needed, .. answers[true], ResponseColumns.Language, ResponseColumns.Channel, ResponseColumns.Hour];
        var header = table.Header.Cells.Select(cell => cell.Trim()).Index().Where(column => column.Item.Length > 0).ToList();
        var before = problems.Count;
        var absent = needed.Except(header.Select(column => column.Item)).ToList();
        if (absent.Count > needed.Length / 2)
        {
            Add($"Of the {needed.Length} columns needed {absent.Count} are missing, such as '{absent[0]}' and '{absent[1]}': is this another file, or of "
                + "another wave? The header is that of 'surveyctl export responses', and sheet.");
            return null;
        }
        foreach (var missing in absent)
            Add($"The column '{missing}' is missing: the header is that of 'surveyctl export responses', and sheet.");
        foreach (var unknown in header.Select(column => column.Item).Except(known))
            Add($"The column '{unknown}' is not known: remove it, or correct its name.");
        foreach (var repeated in header.CountBy(column => column.Item).Where(column => column.Value > 1))
            Add($"The column '{repeated.Key}' is given {repeated.Value} times: once is enough.");
        return problems.Count == before ? new PaperColumns(table, survey, header.ToDictionary(column => column.Item, column => column.Index)) : null;

        void Add(string message) => problems.Add(new DefinitionProblem(table.Header.Place, message));
    }

    /// <summary>Trimmed; empty if the table does not have the column.</summary>
    public string TextOf(SpreadsheetRow row, string column) => _indexes.TryGetValue(column, out var index) ? row[index].Trim() : "";

    /// <summary>Where a person finds the cell.</summary>
    public string PlaceOf(SpreadsheetRow row, string column) =>
        _indexes.TryGetValue(column, out var index) ? $"{row.Place}, column {_table.ColumnName(index)}" : row.Place;
}
