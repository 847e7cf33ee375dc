
namespace SurveyStorage.Sqlite;

/// <param name="Next">Where the next page begins; null: these were the last rows.</param>
internal sealed record RowPage(IReadOnlyList<TableRow> Rows, RowPosition? Next);

/// <summary>A place among the rows of a table, as <see cref="KeyBytes"/>: the first row at or after it.</summary>
internal readonly record struct RowPosition(byte[] Partition, byte[] Row);
