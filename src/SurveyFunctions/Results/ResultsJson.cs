using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

using Surveys.Definitions;
using Surveys.Releases;

namespace SurveyFunctions.Results;

/// <summary>
/// One scope's results as JSON. Every figure that may be shown is a number; a hidden one is <c>null</c>, whatever the reason.
/// Shares are whole percents of valid answers.
/// </summary>
public static class ResultsJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Indented = true,
    };

    public static ReadOnlyMemory<byte> Write(FoundResults found)
    {
        var output = new ArrayBufferWriter<byte>(8 * 1024);
        using var json = new Utf8JsonWriter(output, Options);
        var (wave, results, _) = found;
        json.WriteStartObject();
        json.WriteString("tenant", wave.Tenant.Value);
        json.WriteString("wave", wave.Id.Value);
        json.WriteString("title", wave.Definition.TitleIn(wave.Survey.Languages[0]));
        json.WriteString("surveyVersion", $"{wave.Survey.Id}.v{wave.Survey.Version}");
        json.WriteString("state", wave.State.ToString().ToLowerInvariant());
        json.WriteBoolean("demo", wave.Definition.IsMadeUp);
        json.WriteString("release", results.ReleaseId);
        json.WriteString("asOf", results.AsOf);
        json.WriteBoolean("settled", results.IsSettled);
        json.WriteNumber("minimumCell", wave.Definition.MinimumCell);
        json.WritePropertyName("scope");
        WriteLink(json, results.Scope);
        json.WriteStartArray("parents");
        foreach (var parent in results.Parents)
            WriteLink(json, parent);
        json.WriteEndArray();
        WriteParticipation(json, results.Participation);
        json.WriteStartArray("languages");
        foreach (var language in results.Languages)
            json.WriteStringValue(language);
        json.WriteEndArray();
        if (results.Headline is { } headline)
            WriteRate(json, "headline", headline);
        WriteRate(json, "survey", results.Survey);
        if (results.EarlierHeadline is { } earlier)
        {
            json.WriteString("earlierHeadlineAsOf", earlier.AsOf);
            WriteRate(json, "earlierHeadline", earlier.Rate);
        }
        WriteNumber(json, "lateResponses", results.LateResponses);
        WriteTopics(json, wave.Survey, results.Topics);
        WriteItems(json, wave.Survey, results.Items);
        WriteGroups(json, wave.Survey, results);
        WriteChildren(json, results);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }

    private static void WriteTopics(Utf8JsonWriter json, SurveyVersion survey, IReadOnlyList<ShownTopic> topics)
    {
        json.WriteStartArray("topics");
        foreach (var topic in topics)
        {
            json.WriteStartObject();
            json.WriteString("topic", topic.TopicId);
            json.WriteString("text", survey.Topics.First(defined => defined.Id == topic.TopicId).Text.In(survey.Languages[0]));
            WriteRate(json, "rate", topic.Rate);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteGroups(Utf8JsonWriter json, SurveyVersion survey, ShownScope results)
    {
        json.WriteStartArray("groups");
        foreach (var group in results.Groups)
        {
            json.WriteStartObject();
            json.WriteString("item", group.ItemId);
            json.WriteStartArray("values");
            foreach (var value in group.Values)
            {
                json.WriteStartObject();
                json.WriteString("option", value.OptionId);
                WriteNumber(json, "responses", value.Responses);
                if (value.Headline is { } headline)
                    WriteRate(json, "headline", headline);
                WriteTopics(json, survey, value.Topics);
                WriteItems(json, survey, value.Items);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteItems(Utf8JsonWriter json, SurveyVersion survey, IReadOnlyList<ShownItem> items)
    {
        json.WriteStartArray("items");
        foreach (var item in items)
        {
            var defined = survey.Items.First(candidate => candidate.Id == item.ItemId);
            json.WriteStartObject();
            json.WriteString("item", item.ItemId);
            json.WriteString("topic", defined.TopicId);
            json.WriteString("text", defined.Text.In(survey.Languages[0]));
            json.WriteBoolean("askedNegatively", defined.IsReversed);
            WriteRate(json, "rate", item.Rate);
            WriteNumber(json, "meanScore", item.MeanScore);
            if (item.Answers is { } answers)
            {
                json.WriteStartObject("answers");
                foreach (var (answer, percent) in answers)
                    WriteNumber(json, answer, percent);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteChildren(Utf8JsonWriter json, ShownScope results)
    {
        json.WriteStartArray("children");
        foreach (var child in results.Children)
        {
            json.WriteStartObject();
            json.WritePropertyName("scope");
            WriteLink(json, child.Scope);
            WriteParticipation(json, child.Participation);
            if (child.Headline is { } headline)
                WriteRate(json, "headline", headline);
            WriteRate(json, "survey", child.Survey);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteLink(Utf8JsonWriter json, ScopeLink link)
    {
        json.WriteStartObject();
        json.WriteString("id", link.Id.Value);
        json.WriteString("name", link.Name);
        json.WriteString("kind", link.Kind);
        if (link.Part is not ScopePart.None)
            json.WriteNumber("schools", link.Schools);
        json.WriteEndObject();
    }

    private static void WriteParticipation(Utf8JsonWriter json, ShownParticipation participation)
    {
        json.WriteStartObject("participation");
        WriteNumber(json, "responses", participation.Responses);
        WriteNumber(json, "population", participation.Population);
        WriteNumber(json, "ratePercent", participation.RatePercent);
        json.WriteBoolean("isLow", participation.IsLow);
        json.WriteBoolean("isAtLeast", participation.IsAtLeast);
        json.WriteEndObject();
    }

    private static void WriteRate(Utf8JsonWriter json, string name, ShownRate rate)
    {
        json.WriteStartObject(name);
        WriteNumber(json, "n", rate.N);
        WriteNumber(json, "favorable", rate.Favorable);
        WriteNumber(json, "neutral", rate.Neutral);
        WriteNumber(json, "unfavorable", rate.Unfavorable);
        WriteNumber(json, "low", rate.Low);
        WriteNumber(json, "high", rate.High);
        WriteNumber(json, "favorableAtLeast", rate.Band is { IsAtLeast: true } least ? least.Percent : null);
        WriteNumber(json, "favorableAtMost", rate.Band is { IsAtLeast: false } most ? most.Percent : null);
        if (rate.IsWeighted is { } isWeighted)
            json.WriteBoolean("isWeighted", isWeighted);
        if (rate.Gap is { } gap)
        {
            json.WriteStartObject("gap");
            json.WriteNumber("points", gap.Points);
            json.WriteNumber("low", gap.Low);
            json.WriteNumber("high", gap.High);
            json.WriteBoolean("isCalled", gap.IsCalled);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
