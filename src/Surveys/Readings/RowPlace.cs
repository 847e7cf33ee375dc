namespace Surveys.Readings;

/// <summary>Where a row stands in what it was read from, as messages name it. A number is a line of a CSV file, the header being line 1.</summary>
/// <param name="Row">Such as <c>line 7</c>, or <c>row 7</c> of a sheet.</param>
/// <param name="ColumnNames">What the file calls the columns, by the format's own names; null, or one is missing: as the format does.</param>
public sealed record RowPlace(string Row, IReadOnlyDictionary<string, string>? ColumnNames = null)
{
    public string Column(string column) => $"{Row}, column {ColumnNames?.GetValueOrDefault(column) ?? column}";

    public static implicit operator RowPlace(int line) => new($"line {line}");
}
