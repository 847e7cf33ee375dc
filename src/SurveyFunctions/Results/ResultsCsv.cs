using System.Globalization;
using System.Text;

using Surveys.Csv;
using Surveys.Definitions;
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
        "asked_negatively", "group", "group_value", "answer", "number", "percent",
        "n", "favorable_percent", "neutral_percent", "unfavorable_percent", "low_percent", "high_percent",
        "favorable_at_least_percent", "favorable_at_most_percent", "mean_score", "flag",
    ];

    public static ReadOnlyMemory<byte> Write(FoundResults found)
    {
        var (wave, results, _) = found;
        var csv = new StringBuilder(CsvText.ByteOrderMark);
        CsvText.AppendLine(csv, Header);
        WriteTopline(csv, found, results.Scope, results.Participation, results.Headline, results.Survey);
        if (results.LateResponses is { } late)
            Write(csv, found, results.Scope, new Line("late_responses") { Number = late });
        WriteTopics(csv, found, results.Topics, group: null);
        WriteItems(csv, found, results.Items, group: null);
        foreach (var group in results.Groups)
        {
            foreach (var value in group.Values)
            {
                var of = new GroupOf(group.ItemId, value.OptionId ?? "");
                Write(csv, found, results.Scope, new Line("responses") { Group = of, Number = value.Responses });
                if (value.Headline is { } headline && wave.Survey.Headline is { } item)
                    Write(csv, found, results.Scope, new Line("headline") { Id = item.Id, Text = Text(found, item.Text), Group = of, Rate = headline });
                if (value.HeadlineGap is { } gap)
                {
                    Write(csv, found, results.Scope, new Line("headline_gap")
                    {
                        Group = of,
                        Percent = gap.Points,
                        Rate = new ShownRate { Low = gap.Low, High = gap.High },
                        Flag = gap.IsCalled ? "called" : "",
                    });
                }
                WriteTopics(csv, found, value.Topics, of);
                WriteItems(csv, found, value.Items, of);
            }
        }
        foreach (var child in results.Children)
            WriteTopline(csv, found, child.Scope, child.Participation, child.Headline, child.Survey);
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private static void WriteTopline(
        StringBuilder csv, FoundResults found, ScopeLink scope, ShownParticipation participation, ShownRate? headline, ShownRate survey)
    {
        Write(csv, found, scope, new Line(participation.IsAtLeast ? "responses_at_least" : "responses") { Number = participation.Responses });
        Write(csv, found, scope, new Line("population") { Number = participation.Population });
        Write(csv, found, scope, new Line(participation.IsAtLeast ? "response_rate_at_least" : "response_rate")
        {
            Percent = participation.RatePercent,
            Flag = participation.IsLow ? "low" : "",
        });
        if (headline is not null && found.Wave.Survey.Headline is { } item)
            Write(csv, found, scope, new Line("headline") { Id = item.Id, Text = Text(found, item.Text), Rate = headline });
        Write(csv, found, scope, new Line("survey") { Rate = survey });
    }

    private static void WriteTopics(StringBuilder csv, FoundResults found, IReadOnlyList<ShownTopic> topics, GroupOf? group)
    {
        foreach (var topic in topics)
        {
            var text = Text(found, found.Wave.Survey.Topics.First(defined => defined.Id == topic.TopicId).Text);
            Write(csv, found, found.Results.Scope, new Line("topic") { Id = topic.TopicId, Text = text, Group = group, Rate = topic.Rate });
        }
    }

    private static void WriteItems(StringBuilder csv, FoundResults found, IReadOnlyList<ShownItem> items, GroupOf? group)
    {
        foreach (var item in items)
        {
            var defined = found.Wave.Survey.Items.First(candidate => candidate.Id == item.ItemId);
            var line = new Line("item")
            {
                Id = item.ItemId,
                Text = Text(found, defined.Text),
                IsNegative = defined.IsReversed,
                Group = group,
                Rate = item.Rate,
                MeanScore = item.MeanScore,
            };
            Write(csv, found, found.Results.Scope, line);
            foreach (var (answer, percent) in item.Answers ?? new Dictionary<string, int?>())
                Write(csv, found, found.Results.Scope, line with { Measure = "answer", Answer = answer, Percent = percent, Rate = ShownRate.Hidden, MeanScore = null });
        }
    }

    private static void Write(StringBuilder csv, FoundResults found, ScopeLink scope, Line line) => CsvText.AppendLine(
        csv,
        [
            found.Wave.Id.Value, found.Wave.State.ToString().ToLowerInvariant(), found.Wave.Definition.IsMadeUp ? "yes" : "no",
            found.Results.ReleaseId, found.Results.AsOf.UtcDateTime.ToString("O"), scope.Id.Value, scope.Name, scope.Kind,
            line.Measure, line.Id, line.Text, line.IsNegative ? "yes" : "", line.Group?.ItemId ?? "", line.Group?.Value ?? "", line.Answer,
            Number(line.Number), Number(line.Percent),
            Number(line.Rate.N), Number(line.Rate.Favorable), Number(line.Rate.Neutral), Number(line.Rate.Unfavorable), Number(line.Rate.Low), Number(line.Rate.High),
            Number(line.Rate.Band is { IsAtLeast: true } least ? least.Percent : null), Number(line.Rate.Band is { IsAtLeast: false } most ? most.Percent : null),
            line.MeanScore?.ToString(CultureInfo.InvariantCulture) ?? "", line.Flag,
        ]);

    private static string Text(FoundResults found, LocalizedText text) => text.In(found.Wave.Survey.Languages[0]);

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <param name="Value">Empty: who gave none.</param>
    private sealed record GroupOf(string ItemId, string Value);

    /// <summary>What a row has beside its scope.</summary>
    private sealed record Line(string Measure)
    {
        public string Id { get; init; } = "";

        public string Text { get; init; } = "";

        public bool IsNegative { get; init; }

        public GroupOf? Group { get; init; }

        public string Answer { get; init; } = "";

        public int? Number { get; init; }

        public int? Percent { get; init; }

        public ShownRate Rate { get; init; } = ShownRate.Hidden;

        public decimal? MeanScore { get; init; }

        public string Flag { get; init; } = "";
    }
}
