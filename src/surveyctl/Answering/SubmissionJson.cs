using System.Text.Json;

using Surveyctl.Demo;

using Surveys.Answers;
using Surveys.Definitions;

namespace Surveyctl.Answering;

/// <summary>One response as both intake addresses take it.</summary>
internal static class SubmissionJson
{
    public static void Write(Utf8JsonWriter json, MadeUpResponse response, SurveyVersion survey)
    {
        json.WriteStartObject();
        json.WriteString("id", response.Id.ToString());
        json.WriteString("school", response.School.Value);
        json.WriteString("language", response.Language);
        json.WriteString("channel", ChannelName.Of(response.Channel));
        json.WritePropertyName("answers");
        response.WriteAnswers(json, survey);
        json.WriteEndObject();
    }
}
