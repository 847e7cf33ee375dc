using SurveyEngine.Keys;

namespace Surveyctl.Tables;

/// <summary>Ranges of partition keys.</summary>
internal static class KeyRange
{
    /// <summary>Above every key: the product's are ASCII, and none begins with a tilde.</summary>
    private const string AboveAll = "~";

    public static RowRange All { get; } = new("", AboveAll);

    /// <param name="prefix">Null or empty: all.</param>
    public static RowRange StartingWith(string? prefix) => string.IsNullOrEmpty(prefix) ? All : RowRange.Prefix(prefix);
}
