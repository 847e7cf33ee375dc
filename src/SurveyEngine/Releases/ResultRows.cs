using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Releases;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>
/// What is shown of one scope as rows of <c>Results</c>, layout version 1: typed columns for those who read the table with
/// Power BI, Excel or Storage Explorer, and one compact row for the page. A hidden figure has no column.
/// </summary>
internal static class ResultRows
{
    public const int LayoutVersion = 1;
    public const string PageJson = "Json";

    public static IEnumerable<TableRow> Of(string partition, Wave wave, ShownScope shown)
    {
        yield return Topline(partition, wave, shown);
        foreach (var topic in shown.Topics)
        {
            var row = Row(partition, ResultsKeys.Topic(topic.TopicId), wave, shown);
            row["Topic"] = topic.TopicId;
            yield return WithRate(row, "", topic.Rate);
        }
        foreach (var item in shown.Items)
        {
            var row = Row(partition, ResultsKeys.Item(item.ItemId), wave, shown);
            row["Item"] = item.ItemId;
            row["MeanScore"] = (double?)item.MeanScore;
            yield return WithRate(row, "", item.Rate);
        }
        var page = new TableRow(partition, ResultsKeys.Page) { ["LayoutVersion"] = LayoutVersion };
        ChunkedBinary.Write(page, PageJson, ShownScopeJson.Write(shown));
        yield return page;
    }

    private static TableRow Topline(string partition, Wave wave, ShownScope shown)
    {
        var row = Row(partition, ResultsKeys.Topline, wave, shown);
        row["Responses"] = shown.Participation.Responses;
        row["Population"] = shown.Participation.Population;
        row["ResponseRate"] = shown.Participation.RatePercent;
        WithRate(row, "Survey", shown.Survey);
        return shown.Headline is { } headline ? WithRate(row, "Headline", headline) : row;
    }

    /// <summary>What every row tells of where it belongs, so that no reader has to take keys apart.</summary>
    private static TableRow Row(string partition, string rowKey, Wave wave, ShownScope shown) => new(partition, rowKey)
    {
        ["Wave"] = wave.Id.Value,
        ["IsDemo"] = wave.Definition.IsMadeUp,
        ["Release"] = shown.ReleaseId,
        ["AsOf"] = shown.AsOf,
        ["Scope"] = shown.Scope.Id.Value,
        ["Name"] = shown.Scope.Name,
        ["Kind"] = shown.Scope.Kind,
    };

    private static TableRow WithRate(TableRow row, string prefix, ShownRate rate)
    {
        row[prefix + "N"] = rate.N;
        row[prefix + "Favorable"] = rate.Favorable;
        row[prefix + "Neutral"] = rate.Neutral;
        row[prefix + "Unfavorable"] = rate.Unfavorable;
        row[prefix + "Low"] = rate.Low;
        row[prefix + "High"] = rate.High;
        return row;
    }
}

/// <summary>Rows of a wave's partition in <c>Results</c>: the pointer and one row per release published.</summary>
internal static class ReleaseRow
{
    public const string ReleaseId = "Release";
    public const string AsOf = "AsOf";
    private const string Scopes = "Scopes";

    /// <summary>Missing in rows of earlier versions.</summary>
    private const string Opening = "Opening";

    /// <summary>The pointer, see <see cref="IsOf"/>; null: nothing was released yet.</summary>
    public static Task<TableRow?> FindLatestAsync(ITableStore tables, Wave wave, CancellationToken cancellationToken) =>
        tables.GetAsync(StoreNames.Results, ResultsKeys.WavePartition(wave.Tenant, wave.Id), ResultsKeys.Latest, cancellationToken);

    /// <summary>Whether it is of this wave, and not of one of its id that was deleted while its release was under way.</summary>
    public static bool IsOf(Wave wave, TableRow row) => row.GetString(Opening) is not { } opening || opening == wave.Opening;

    public static TableRow Of(Wave wave, string rowKey, string releaseId, DateTimeOffset asOf, int scopes) =>
        new(ResultsKeys.WavePartition(wave.Tenant, wave.Id), rowKey) { [ReleaseId] = releaseId, [AsOf] = asOf, [Scopes] = scopes, [Opening] = wave.Opening };
}
