using System.Globalization;
using System.Text;

using Surveys.Csv;
using Surveys.Releases;

namespace SurveyFunctions.Results;

/// <summary>
/// One scope's results as CSV (RFC 4180, UTF-8 with a byte order mark, which Excel needs): a row per figure, of the scope and
/// of its children. A hidden figure is an empty field, whatever the reason.
/// </summary>
public static class ResultsCsv
{
    private static readonly string[] Header =
    [
        "wave", "state", "demo", "release", "as_of", "scope", "scope_name", "scope_kind", "measure", "id", "text",
        "n", "favorable_percent", "neutral_percent", "unfavorable_percent", "low_percent", "high_percent", "mean_score",
    ];

    public static ReadOnlyMemory<byte> Write(FoundResults found)
    {
        var (wave, results, _) = found;
        var survey = wave.Survey;
        var language = survey.Languages[0];
        var csv = new StringBuilder(CsvText.ByteOrderMark);
        CsvText.AppendLine(csv, Header);
        WriteTopline(csv, found, results.Scope, results.Participation, results.Headline, results.Survey);
        foreach (var topic in results.Topics)
        {
            var text = survey.Topics.First(defined => defined.Id == topic.TopicId).Text.In(language);
            WriteRate(csv, found, results.Scope, "topic", topic.TopicId, text, topic.Rate);
        }
        foreach (var item in results.Items)
        {
            var text = survey.Items.First(defined => defined.Id == item.ItemId).Text.In(language);
            WriteRate(csv, found, results.Scope, "item", item.ItemId, text, item.Rate, item.MeanScore);
        }
        foreach (var child in results.Children)
            WriteTopline(csv, found, child.Scope, child.Participation, child.Headline, child.Survey);
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private static void WriteTopline(
        StringBuilder csv, FoundResults found, ScopeLink scope, ShownParticipation participation, ShownRate? headline, ShownRate survey)
    {
        WriteNumber(csv, found, scope, "responses", participation.Responses);
        WriteNumber(csv, found, scope, "population", participation.Population);
        WriteNumber(csv, found, scope, "response_rate_percent", participation.RatePercent, participation.IsLow ? "low" : "");
        if (headline is not null)
        {
            var item = found.Wave.Survey.Headline!;
            WriteRate(csv, found, scope, "headline", item.Id, item.Text.In(found.Wave.Survey.Languages[0]), headline);
        }
        WriteRate(csv, found, scope, "survey", "", "", survey);
    }

    /// <summary>A number that is no rate stands in the column <c>n</c>.</summary>
    private static void WriteNumber(StringBuilder csv, FoundResults found, ScopeLink scope, string measure, int? number, string text = "") =>
        CsvText.AppendLine(csv, [.. Prefix(found, scope), measure, "", text, Number(number), "", "", "", "", "", ""]);

    private static void WriteRate(
        StringBuilder csv, FoundResults found, ScopeLink scope, string measure, string id, string text, ShownRate rate, decimal? score = null) =>
        CsvText.AppendLine(
            csv,
            [
                .. Prefix(found, scope), measure, id, text,
                Number(rate.N), Number(rate.Favorable), Number(rate.Neutral), Number(rate.Unfavorable), Number(rate.Low), Number(rate.High),
                score?.ToString(CultureInfo.InvariantCulture) ?? "",
            ]);

    private static string[] Prefix(FoundResults found, ScopeLink scope) =>
    [
        found.Wave.Id.Value, found.Wave.State.ToString().ToLowerInvariant(), found.Wave.Definition.IsMadeUp ? "yes" : "no",
        found.Results.ReleaseId, found.Results.AsOf.UtcDateTime.ToString("O"),
        scope.Id.Value, scope.Name, scope.Kind,
    ];

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
