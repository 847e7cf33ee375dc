using SurveyStorage;

namespace Surveyctl.Backups;

/// <summary>Whether two rows under the same keys hold the same.</summary>
internal static class SameRow
{
    /// <summary>The same properties of the same types and values; a store's own ETag and timestamp are not among them.</summary>
    public static bool Are(TableRow one, TableRow other) =>
        one.Count == other.Count && one.All(property => AreSame(property.Value, other[property.Key]));

    private static bool AreSame(object value, object? other) => value is byte[] bytes
        ? other is byte[] others && bytes.AsSpan().SequenceEqual(others)
        : value.Equals(other);
}
