using SurveyEngine.Keys;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>Rows of a wave's partition in <c>Results</c>: the pointer and one row per release published.</summary>
internal static class ReleaseRow
{
    public const string ReleaseId = "Release";
    public const string AsOf = "AsOf";
    private const string Scopes = "Scopes";

    public static TableRow Pointer(string partition, string releaseId, DateTimeOffset asOf, int scopes) =>
        Row(partition, ResultsKeys.Latest, releaseId, asOf, scopes);

    public static TableRow Release(string partition, string releaseId, DateTimeOffset asOf, int scopes) =>
        Row(partition, ResultsKeys.Release(releaseId), releaseId, asOf, scopes);

    private static TableRow Row(string partition, string rowKey, string releaseId, DateTimeOffset asOf, int scopes) =>
        new(partition, rowKey) { [ReleaseId] = releaseId, [AsOf] = asOf, [Scopes] = scopes };
}
