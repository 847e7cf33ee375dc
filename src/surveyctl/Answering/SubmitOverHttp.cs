using System.Buffers;
using System.Net;
using System.Text.Json;

using Surveyctl.Demo;

using Surveys.Answers;

namespace Surveyctl.Answering;

/// <summary>
/// Sends responses as a program does: each keeps its id, so that it can be sent again whenever nobody knows what became of it.
/// </summary>
internal sealed class SubmitOverHttp(HttpClient client, Uri address, SurveyVersion survey, TimeProvider time)
{
    public async Task<DeliveryResult> SendAsync(MadeUpResponse response, CancellationToken cancellationToken)
    {
        var body = BodyOf(response);
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

    private ReadOnlyMemory<byte> BodyOf(MadeUpResponse response)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            SubmissionJson.Write(json, response, survey);
        return buffer.WrittenMemory;
    }
}

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
