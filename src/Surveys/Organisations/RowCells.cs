using System.Globalization;

using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Readings;

namespace Surveys.Organisations;

/// <summary>Reads the cells of one CSV line. A cell that fails is reported with line and column, and counts as empty.</summary>
/// <param name="file">Stands before the line; empty for the organisations themselves.</param>
internal sealed class RowCells(string file, RowPlace place, ProblemList problems)
{
    /// <summary>Characters of any cell that has no narrower limit, so that a line fits a row of the storage.</summary>
    private const int MaxLength = 2000;

    public void Report(string column, string message) => problems.Add(file + place.Column(column), message);

    /// <summary>Empty if it was reported.</summary>
    public string Text(string column, string cell, int maxLength = MaxLength)
    {
        if (string.IsNullOrWhiteSpace(cell))
            Report(column, "This cell is empty: fill it in.");
        return OptionalText(column, cell, maxLength);
    }

    public string? Slug(string column, string cell)
    {
        var text = Text(column, cell);
        if (text.Length == 0)
            return null;
        if (Ids.Slug.IsValid(text))
            return text;
        Report(column, Ids.Slug.Explain(text));
        return null;
    }

    public string? OptionalSlug(string column, string cell) => string.IsNullOrWhiteSpace(cell) ? null : Slug(column, cell);

    /// <param name="max">100: it is a percent.</param>
    public int? Number(string column, string cell, int max = int.MaxValue)
    {
        var text = OptionalText(column, cell);
        if (text.Length == 0)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max)
            return number;
        Report(column, max == int.MaxValue
            ? $"'{text}' is no whole number{OddCharacters.Explain(text)}: use digits only, or leave the cell empty if it is unknown."
            : $"'{text}' is no whole percent from 0 to {max}{OddCharacters.Explain(text)}: write 65 for 65%, or leave the cell empty if it is unknown.");
        return null;
    }

    public bool? YesOrNo(string column, string cell)
    {
        var text = OptionalText(column, cell);
        if (text is not ("" or "yes" or "no"))
            Report(column, $"'{text}' does not fit{OddCharacters.Explain(text)}: use yes or no, or leave the cell empty if it is unknown.");
        return text switch { "yes" => true, "no" => false, _ => null };
    }

    public IReadOnlyList<string> Languages(string column, string cell) =>
        List(column, cell, LanguageTag.IsValid, LanguageTag.Explain);

    /// <param name="column">The name of the column.</param>
    /// <param name="cell">Its text.</param>
    /// <param name="known">Null: any may be.</param>
    public IReadOnlyList<ScopeId> Collections(string column, string cell, IReadOnlySet<string>? known) =>
        [.. List(column, cell, id => known?.Contains(id) ?? true, id => $"'{id}' is no collection: add it to the collections, or remove it here.")
            .Where(id => Ids.Slug.IsValid(id)).Select(id => new ScopeId(id))];

    private List<string> List(string column, string cell, Func<string, bool> isValid, Func<string, string> explain)
    {
        var entries = OptionalText(column, cell).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var wrong in entries.Where(entry => !isValid(entry)))
            Report(column, explain(wrong));
        foreach (var repeated in entries.CountBy(entry => entry).Where(entry => entry.Value > 1))
            Report(column, $"'{repeated.Key}' is listed {repeated.Value} times: once is enough.");
        return [.. entries.Where(isValid).Distinct()];
    }

    private string OptionalText(string column, string cell, int maxLength = MaxLength)
    {
        var text = cell.Trim();
        if (ControlCharacters.IndexIn(text, areLinesAllowed: false) is >= 0 and var index)
            Report(column, ControlCharacters.Explain(text, index));
        else if (text.Length > maxLength)
            Report(column, $"This cell has {text.Length} characters: at most {maxLength} are allowed, shorten it.");
        else
            return text;
        return "";
    }
}
