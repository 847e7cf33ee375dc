using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Definitions;
using Surveys.Releases;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>
/// What is shown of one scope as rows of <c>Results</c>, layout version 3, and as lines of its CSV: a column for each kind of number, and what a
/// row is of in words. A hidden figure has no value. docs/results.md says what each column means.
/// </summary>
public sealed class ResultRows(Wave wave, ShownScope shown)
{
    internal const int LayoutVersion = 3;
    internal const string PageJson = "Json";

    /// <summary>In the order in which they are read: what a row is of, then its figures.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "Tenant", "Wave", "WaveTitle", "Survey", "IsDemo", "Release", "AsOf", "IsSettled", "Scope", "Name", "Kind", "Schools", "Parent",
        "Measure", "Topic", "Item", "Text", "IsAskedNegatively", "Answer", "AnswerText", "Group", "GroupText", "GroupValue", "GroupValueText",
        "Responses", "IsResponsesAtLeast", "Population", "ResponseRatePercent", "IsResponseRateLow", "Languages", "LateResponses",
        .. RateColumns(""), "IsWeighted", .. BandColumns(""), .. GapColumns(""), "MeanScoreOfTen", "AnswerPercent",
        .. RateColumns("Headline"), "IsHeadlineWeighted", .. BandColumns("Headline"), .. GapColumns("Headline"),
        "EarlierHeadlineAsOf", .. RateColumns("EarlierHeadline"), .. RateColumns("Survey"), "IsSurveyWeighted",
    ];

    private string Language => wave.Survey.Languages[0];

    /// <summary>Every row of the scope.</summary>
    public IEnumerable<TableRow> OfScope()
    {
        var topline = Topline("topline", shown.Scope, shown.Parents is [.., var parent] ? parent : null, shown.Participation, shown.Headline, shown.Survey);
        topline["Languages"] = shown.Languages.Count == 0 ? null : string.Join(' ', shown.Languages);
        topline["LateResponses"] = shown.LateResponses;
        topline["EarlierHeadlineAsOf"] = shown.EarlierHeadline?.AsOf;
        AddRate(topline, "EarlierHeadline", shown.EarlierHeadline?.Rate);
        return [topline, .. Parts(shown.Topics, shown.Items), .. shown.Groups.SelectMany(group => group.Values.SelectMany(value => OfGroup(group, value)))];
    }

    /// <summary>The topline of each scope below it, as the page lists them.</summary>
    public IEnumerable<TableRow> OfChildren() =>
        shown.Children.Select(child => Topline("child", child.Scope, shown.Scope, child.Participation, child.Headline, child.Survey));

    /// <summary>What every row tells of its wave, so that no reader has to take keys apart.</summary>
    internal static TableRow Named(TableRow row, Wave wave)
    {
        row["Tenant"] = wave.Tenant.Value;
        row["Wave"] = wave.Id.Value;
        row["WaveTitle"] = wave.Definition.TitleIn(wave.Survey.Languages[0]);
        row["Survey"] = $"{wave.Survey.Id}.v{wave.Survey.Version}";
        row["IsDemo"] = wave.Definition.IsMadeUp;
        return row;
    }

    private TableRow Topline(string measure, ScopeLink scope, ScopeLink? parent, ShownParticipation participation, ShownRate? headline, ShownRate survey)
    {
        var row = Row(ResultsKeys.Topline, measure, scope, parent);
        row["Responses"] = participation.Responses;
        row["IsResponsesAtLeast"] = participation.Responses is null ? null : participation.IsAtLeast;
        row["Population"] = participation.Population;
        row["ResponseRatePercent"] = participation.RatePercent;
        row["IsResponseRateLow"] = participation.RatePercent is null ? null : participation.IsLow;
        AddRate(row, "Headline", headline);
        AddRate(row, "Survey", survey);
        return row;
    }

    /// <summary>A row that would tell nothing is not there, why ever that is: there are many more of them than of everyone's.</summary>
    private IEnumerable<TableRow> OfGroup(ShownGroup group, ShownGroupValue value)
    {
        var key = ResultsKeys.Group(group.ItemId, value.OptionId);
        var rows = Parts(value.Topics.Where(topic => IsTold(topic.Rate)), value.Items.Where(item => IsTold(item.Rate)), key);
        if (value.Responses is not null || IsTold(value.Headline))
        {
            var own = Row(key, "group");
            own["Responses"] = value.Responses;
            AddRate(own, "Headline", value.Headline);
            rows = rows.Prepend(own);
        }
        var item = ItemOf(group.ItemId);
        foreach (var row in rows)
        {
            row["Group"] = group.ItemId;
            row["GroupText"] = item.Text.In(Language);
            row["GroupValue"] = value.OptionId;
            row["GroupValueText"] = value.OptionId is { } option ? TextOf(item, option) : null;
            yield return row;
        }
    }

    /// <param name="group">The key of whose they are; null: everyone's.</param>
    private IEnumerable<TableRow> Parts(IEnumerable<ShownTopic> topics, IEnumerable<ShownItem> items, string? group = null)
    {
        foreach (var topic in topics)
        {
            var row = Part("topic", ResultsKeys.Topic(topic.TopicId));
            row["Topic"] = topic.TopicId;
            row["Text"] = wave.Survey.Topics.First(defined => defined.Id == topic.TopicId).Text.In(Language);
            AddRate(row, "", topic.Rate);
            yield return row;
        }
        foreach (var shownItem in items)
        {
            var item = ItemOf(shownItem.ItemId);
            var row = OfItem("item", ResultsKeys.Item(item.Id), item);
            AddRate(row, "", shownItem.Rate);
            row["MeanScoreOfTen"] = (double?)shownItem.MeanScore;
            yield return row;
            foreach (var (answer, percent) in shownItem.Answers ?? new Dictionary<string, int?>())
            {
                if (percent is null)
                    continue;
                row = OfItem("answer", ResultsKeys.Answer(item.Id, answer), item);
                row["Answer"] = answer;
                row["AnswerText"] = TextOf(item, answer);
                row["AnswerPercent"] = percent;
                yield return row;
            }
        }

        TableRow OfItem(string measure, string key, Item item)
        {
            var row = Part(measure, key);
            row["Topic"] = item.TopicId;
            row["Item"] = item.Id;
            row["Text"] = item.Text.In(Language);
            row["IsAskedNegatively"] = item.IsReversed;
            return row;
        }

        TableRow Part(string measure, string key) => group is null ? Row(key, measure) : Row($"{group}!{key}", $"group-{measure}");
    }

    private TableRow Row(string key, string measure) => Row(key, measure, shown.Scope, shown.Parents is [.., var parent] ? parent : null);

    private TableRow Row(string key, string measure, ScopeLink scope, ScopeLink? parent)
    {
        var row = Named(new TableRow(ResultsKeys.ScopePartition(wave.Tenant, wave.Id, shown.ReleaseId, scope.Id), key), wave);
        row["Release"] = shown.ReleaseId;
        row["AsOf"] = shown.AsOf;
        row["IsSettled"] = shown.IsSettled;
        row["Scope"] = scope.Id.Value;
        row["Name"] = scope.Name;
        row["Kind"] = scope.Kind;
        row["Schools"] = scope.Part is ScopePart.None ? null : scope.Schools;
        row["Parent"] = parent?.Id.Value;
        row["Measure"] = measure;
        return row;
    }

    private static bool IsTold(ShownRate? rate) => rate is not null && rate != ShownRate.Hidden;

    private Item ItemOf(string id) => wave.Survey.Items.First(item => item.Id == id);

    /// <summary>Numbers have no texts but themselves.</summary>
    private string TextOf(Item item, string answer) => item.Options.FirstOrDefault(option => option.Id == answer)?.Text.In(Language) ?? answer;

    private static string[] RateColumns(string prefix) =>
        [prefix + "N", prefix + "FavorablePercent", prefix + "NeutralPercent", prefix + "UnfavorablePercent", prefix + "LowPercent", prefix + "HighPercent"];

    /// <summary>Of a single question or topic: all questions together, and what was told earlier, have no band.</summary>
    private static string[] BandColumns(string prefix) => [prefix + "FavorableAtLeastPercent", prefix + "FavorableAtMostPercent"];

    /// <summary>Of the headline and the topics of a group.</summary>
    private static string[] GapColumns(string prefix) => [prefix + "GapPoints", prefix + "GapLowPoints", prefix + "GapHighPoints", $"Is{prefix}GapCalled"];

    private static void AddRate(TableRow row, string prefix, ShownRate? rate)
    {
        if (rate?.IsWeighted is { } isWeighted)
            row[$"Is{prefix}Weighted"] = isWeighted;
        if (rate?.Gap is { } gap)
        {
            foreach (var (column, figure) in GapColumns(prefix).Zip<string, object>([gap.Points, gap.Low, gap.High, gap.IsCalled]))
                row[column] = figure;
        }
        if (rate?.Band is { } band)
            row[BandColumns(prefix)[band.IsAtLeast ? 0 : 1]] = band.Percent;
        foreach (var (column, figure) in RateColumns(prefix).Zip([rate?.N, rate?.Favorable, rate?.Neutral, rate?.Unfavorable, rate?.Low, rate?.High]))
            row[column] = figure;
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
        latest is null || !IsOf(wave, latest) ? null : BeforeBlocksOf(latest);

    public static string? BeforeBlocksOf(TableRow latest) => latest.GetString(latest.GetBoolean(IsSettled) is null ? ReleaseId : BeforeBlocks);

    /// <summary>How many figures the check of the release withheld.</summary>
    public static int WithheldOf(Wave wave, TableRow? latest) => latest is not null && IsOf(wave, latest) ? latest.GetInt32(Withheld) ?? 0 : 0;

    public static TableRow Of(Wave wave, string rowKey, string releaseId, DateTimeOffset asOf, int scopes, string? beforeBlocks, int withheld) =>
        ResultRows.Named(
            new TableRow(ResultsKeys.WavePartition(wave.Tenant, wave.Id), rowKey)
            {
                [ReleaseId] = releaseId,
                [AsOf] = asOf,
                [Scopes] = scopes,
                [Opening] = wave.Opening,
                [IsSettled] = wave.State is WaveState.Settled,
                [BeforeBlocks] = beforeBlocks,
                [Withheld] = withheld,
                ["LayoutVersion"] = ResultRows.LayoutVersion,
            },
            wave);
}
