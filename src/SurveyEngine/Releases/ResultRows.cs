using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Releases;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>
/// What is shown of one scope as rows of <c>Results</c>, layout version 2: typed columns for those who read the table with
/// Power BI, Excel or Storage Explorer, and one compact row for the page. A hidden figure has no column.
/// </summary>
internal static class ResultRows
{
    public const int LayoutVersion = 2;
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
        row["ResponseRatePercent"] = shown.Participation.RatePercent;
        row["IsResponsesAtLeast"] = shown.Participation.IsAtLeast ? true : null;
        row["LateResponses"] = shown.LateResponses;
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
        row[prefix + "FavorablePercent"] = rate.Favorable;
        row[prefix + "NeutralPercent"] = rate.Neutral;
        row[prefix + "UnfavorablePercent"] = rate.Unfavorable;
        row[prefix + "LowPercent"] = rate.Low;
        row[prefix + "HighPercent"] = rate.High;
        row[prefix + "FavorableAtLeastPercent"] = rate.Band is { IsAtLeast: true } least ? least.Percent : null;
        row[prefix + "FavorableAtMostPercent"] = rate.Band is { IsAtLeast: false } most ? most.Percent : null;
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

    /// <summary>Missing in rows of versions whose releases showed the same of open waves as of settled ones, and kept no blocks.</summary>
    private const string IsSettled = "IsSettled";

    /// <summary>How many figures its check found to follow, and withheld. Missing in rows of earlier versions.</summary>
    private const string Withheld = "Withheld";

    /// <summary>The last release of a version that kept no blocks, which readers may have seen.</summary>
    private const string BeforeBlocks = "BeforeBlocks";

    /// <summary>The pointer, see <see cref="IsOf"/>; null: nothing was released yet.</summary>
    public static Task<TableRow?> FindLatestAsync(ITableStore tables, Wave wave, CancellationToken cancellationToken) =>
        tables.GetAsync(StoreNames.Results, ResultsKeys.WavePartition(wave.Tenant, wave.Id), ResultsKeys.Latest, cancellationToken);

    /// <summary>Whether it is of this wave, and not of one of its id that was deleted while its release was under way.</summary>
    public static bool IsOf(Wave wave, TableRow row) => row.GetString(Opening) is not { } opening || opening == wave.Opening;

    /// <summary>As of when a release is that has all of what it can have of the wave; null: there is none, or it lacks what a settled wave shows.</summary>
    public static DateTimeOffset? AsOfOf(Wave wave, TableRow? latest) =>
        latest is null || !IsOf(wave, latest) || (wave.State is WaveState.Settled && latest.GetBoolean(IsSettled) is false)
            ? null
            : latest.GetDateTimeOffset(AsOf);

    /// <summary>The release before there were blocks; null: the wave has none, or not any that this row follows.</summary>
    public static string? BeforeBlocksOf(Wave wave, TableRow? latest) =>
        latest is null || !IsOf(wave, latest) ? null
        : latest.GetBoolean(IsSettled) is null ? latest.GetString(ReleaseId)
        : latest.GetString(BeforeBlocks);

    /// <summary>How many figures the check of the release withheld.</summary>
    public static int WithheldOf(Wave wave, TableRow? latest) => latest is not null && IsOf(wave, latest) ? latest.GetInt32(Withheld) ?? 0 : 0;

    public static TableRow Of(Wave wave, string rowKey, string releaseId, DateTimeOffset asOf, int scopes, string? beforeBlocks, int withheld) =>
        new(ResultsKeys.WavePartition(wave.Tenant, wave.Id), rowKey)
        {
            [ReleaseId] = releaseId,
            [AsOf] = asOf,
            [Scopes] = scopes,
            [Opening] = wave.Opening,
            [IsSettled] = wave.State is WaveState.Settled,
            [BeforeBlocks] = beforeBlocks,
            [Withheld] = withheld,
        };
}
