using System.Buffers;
using System.Net;
using System.Text.Json;

using Surveyctl.Demo;

using SurveyEngine.Intake;

using Surveys.Answers;

namespace Surveyctl.Answering;

/// <summary>
/// Sends responses as a program does: each keeps its id, so that it can be sent again whenever nobody knows what became of it.
/// </summary>
internal sealed class SubmitOverHttp(HttpClient client, Uri address, SurveyVersion survey, TimeProvider time)
{
    public async Task<DeliveryResult> SendAsync(MadeUpResponse response, CancellationToken cancellationToken)
    {
        var body = SubmissionJson.Of(response, survey);
        var tries = new RetryWaits(time);
        while (true)
        {
            var posted = await PostResult.SendAsync(client, address, body, cancellationToken);
            if (!posted.MayBeRepeated)
            {
                return posted.Status switch
                {
                    HttpStatusCode.Created => new DeliveryResult(Delivery.Accepted),
                    HttpStatusCode.OK => new DeliveryResult(Delivery.Replayed),
                    _ => new DeliveryResult(Delivery.Refused, posted.Problem),
                };
            }
            if (!await tries.WaitForNextAsync(posted.RetryAfter, cancellationToken))
                return new DeliveryResult(Delivery.GivenUp, posted.Problem);
        }
    }
}

/// <summary>One response as both intake addresses take it.</summary>
internal static class SubmissionJson
{
    public static ReadOnlyMemory<byte> Of(MadeUpResponse response, SurveyVersion survey) =>
        Write(response.Id, response.School, response.Language, response.Channel, json => response.WriteAnswers(json, survey));

    public static ReadOnlyMemory<byte> Of(Submission submission) => Write(
        submission.Id, submission.School, submission.Language, submission.Channel, json => json.WriteRawValue(submission.AnswersJson));

    private static ReadOnlyMemory<byte> Write(ResponseId id, SchoolId school, string language, Channel channel, Action<Utf8JsonWriter> writeAnswers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", id.ToString());
            json.WriteString("school", school.Value);
            json.WriteString("language", language);
            json.WriteString("channel", ChannelName.Of(channel));
            json.WritePropertyName("answers");
            writeAnswers(json);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}
