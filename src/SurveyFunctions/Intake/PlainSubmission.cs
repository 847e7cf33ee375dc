using System.Text.Json;

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;

namespace SurveyFunctions.Intake;

/// <summary>A submission that is plainly valid in everything but its school, which is for the wave to say.</summary>
public sealed record PlainSubmission(ResponseId Id, SchoolId School, int Language, Channel Channel, AnswerSheet Sheet)
{
    /// <summary>
    /// In one pass over the bytes, as <see cref="AnswerScan"/> reads the answers. Null: it is not plainly valid, and
    /// <see cref="SubmissionReader"/> says what is wrong, if anything is.
    /// </summary>
    /// <param name="json">One JSON value in valid UTF-8.</param>
    public static PlainSubmission? TryRead(SurveyVersion survey, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        ResponseId? id = null;
        SchoolId? school = null;
        int? language = null;
        int? channel = null;
        AnswerSheet? sheet = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // What stands there twice is not plain, nor is what cannot be read at once.
            var isPlain =
                Is(in reader, "id"u8) ? id is null && (id = ReadId(ref reader)) is not null
                : Is(in reader, "school"u8) ? school is null && (school = ReadSchool(ref reader)) is not null
                : Is(in reader, "language"u8) ? language is null && (language = ReadName(ref reader, survey.Languages)) is not null
                : Is(in reader, "channel"u8) ? channel is null && (channel = ReadName(ref reader, ChannelName.All)) is not null
                : Is(in reader, "answers"u8) && sheet is null && (sheet = ReadAnswers(ref reader, survey)) is not null;
            if (!isPlain)
                return null;
        }
        return id is not null && school is not null && language is not null && sheet is not null
            ? new PlainSubmission(id.Value, school.Value, language.Value, (Channel?)channel ?? Channel.Link, sheet)
            : null;
    }

    private static bool Is(in Utf8JsonReader reader, ReadOnlySpan<byte> member) => !reader.ValueIsEscaped && reader.ValueTextEquals(member);

    private static ResponseId? ReadId(ref Utf8JsonReader reader) =>
        ReadText(ref reader) && reader.TryGetGuid(out var id) && ResponseId.IsRandom(id) ? new ResponseId(id) : null;

    private static SchoolId? ReadSchool(ref Utf8JsonReader reader) =>
        ReadText(ref reader) && SchoolId.TryParse(reader.GetString(), out var school) ? school : null;

    /// <summary>Its index; null: it is none of these.</summary>
    private static int? ReadName(ref Utf8JsonReader reader, IReadOnlyList<string> names)
    {
        if (!ReadText(ref reader))
            return null;
        for (var i = 0; i < names.Count; i++)
        {
            if (reader.ValueTextEquals(names[i]))
                return i;
        }
        return null;
    }

    private static AnswerSheet? ReadAnswers(ref Utf8JsonReader reader, SurveyVersion survey) =>
        reader.Read() ? AnswerScan.TryRead(survey, ref reader) : null;

    private static bool ReadText(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped;
}
