using System.Globalization;

using Surveyctl.Importing;

using Surveys.Ids;
using Surveys.Readings;

namespace Replay;

/// <summary>Reads the cells of one line. A cell that fails is reported with line and column, and is null.</summary>
internal sealed class PublishedCells(CsvLine line, ICollection<DefinitionProblem> problems)
{
    public int Line => line.Number;

    public void Report(string column, string message) => problems.Add(new DefinitionProblem($"line {line.Number}, column {column}", message));

    public string? Text(string column)
    {
        var text = line.Cells[column].Trim();
        if (text.Length > 0)
            return text;
        Report(column, "This cell is empty: fill it in.");
        return null;
    }

    /// <summary>An id whose letters may be upper case in the file.</summary>
    public string? Id(string column)
    {
        if (Text(column)?.ToLowerInvariant() is not { } id)
            return null;
        if (Slug.IsValid(id))
            return id;
        Report(column, $"'{id}' does not fit: use 1 to {Slug.MaxLength} letters a-z, digits and -.");
        return null;
    }

    /// <summary>One of a few words.</summary>
    public T? Choice<T>(string column, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Text(column) is not { } text)
            return null;
        if (words.TryGetValue(text, out var value))
            return value;
        Report(column, $"'{text}' does not fit: write {string.Join(" or ", words.Keys)}.");
        return null;
    }

    public bool IsEmpty(string column) => string.IsNullOrWhiteSpace(line.Cells[column]);

    public int? Number(string column, int most)
    {
        if (Text(column) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most)
            return number;
        Report(column, $"'{text}' is no whole number from 0 to {most}: write it with digits alone.");
        return null;
    }

    public int? OptionalNumber(string column, int most) => IsEmpty(column) ? null : Number(column, most);

    /// <summary>From 0 to 10, with one decimal at most.</summary>
    public decimal? OptionalScore(string column)
    {
        if (IsEmpty(column))
            return null;
        var text = line.Cells[column].Trim();
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var score)
            && score <= 10 && score == Math.Round(score, 1))
        {
            return score;
        }
        Report(column, $"'{text}' is no score from 0 to 10 with one decimal, such as 8.8.");
        return null;
    }
}
