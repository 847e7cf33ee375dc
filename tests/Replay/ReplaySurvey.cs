using System.Buffers;
using System.Text.Json;


using SurveyEngine.Waves;

using Surveys.DefinitionFiles;
using Surveys.Definitions;

namespace Replay;

/// <summary>The survey that a group was asked, as far as a file of counts tells: the questions by their ids, without their words.</summary>
internal static class ReplaySurvey
{
    private const string Scale = "rated";
    private const string ScaleWithDontKnow = "rated-or-dont-know";

    private static readonly string[] Options =
        ["1: strongly agree, very satisfied", "2", "3", "4: strongly disagree, very dissatisfied", "Don't know"];

    /// <summary>The id of an option, from 0, in the order of the file.</summary>
    public static string OptionId(int index) => $"option-{index + 1}";

    public static string NameOf(Audience audience) => audience == Audience.Family ? "family" : "staff";

    /// <param name="group">Who was asked.</param>
    /// <param name="headline">The overall question, if the group was asked it; null: there is none.</param>
    /// <exception cref="InvalidDataException">It is no valid survey: there are too many questions.</exception>
    public static Stored<SurveyVersion> Of(PublishedGroup group, string? headline)
    {
        var json = Write(group, headline);
        var reading = SurveyReader.Read(json);
        return reading.Value is { } survey
            ? new Stored<SurveyVersion>(survey, json)
            : throw new InvalidDataException($"The {NameOf(group.Audience)} questions make no survey: {string.Join("; ", reading.Problems)}");
    }

    /// <summary>What questions of one number have in common: <c>q11</c> of <c>q11a</c> and <c>q11b</c>.</summary>
    private static string TopicOf(PublishedRow question) =>
        question.Question.TrimEnd("-abcdefghijklmnopqrstuvwxyz".ToCharArray()) is { Length: > 0 } topic ? topic : question.Question;

    private static ReadOnlyMemory<byte> Write(PublishedGroup group, string? headline)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("format", SurveyFormat.Number);
        json.WriteString("id", $"replay-{NameOf(group.Audience)}");
        json.WriteNumber("version", 1);
        json.WriteString("audience", NameOf(group.Audience));
        json.WriteTexts("languages", ["en"]);
        WriteText("title", "Replay of published results");
        json.WriteObjects("scales", [(Id: Scale, Count: PublishedRow.RatedOptions), (Id: ScaleWithDontKnow, Count: Options.Length)], scale =>
        {
            json.WriteString("id", scale.Id);
            json.WriteObjects("options", Options.Take(scale.Count).Index(), option =>
            {
                json.WriteString("id", OptionId(option.Index));
                json.WriteString(
                    "class", option.Index switch { < 2 => "favorable", < PublishedRow.RatedOptions => "unfavorable", _ => "excluded" });
                WriteText("text", option.Item);
            });
        });
        var topics = group.Questions.Where(question => question.Question != headline).Select(TopicOf).Distinct();
        json.WriteObjects("topics", topics, topic =>
        {
            json.WriteString("id", topic);
            WriteText("text", $"Questions {topic}");
        });
        json.WriteObjects("items", group.Questions, question =>
        {
            json.WriteString("id", question.Question);
            json.WriteString("kind", "scale");
            json.WriteString("scale", question.HasDontKnow ? ScaleWithDontKnow : Scale);
            if (question.Question == headline)
                json.WriteBoolean("headline", true);
            else
                json.WriteString("topic", TopicOf(question));
            json.WriteBoolean("reversed", question.IsReversed);
            WriteText("text", $"Question {question.Question}");
        });
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;

        void WriteText(string property, string text)
        {
            json.WriteStartObject(property);
            json.WriteString("en", text);
            json.WriteEndObject();
        }
    }
}
