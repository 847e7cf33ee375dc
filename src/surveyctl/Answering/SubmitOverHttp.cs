using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

using Surveyctl.Demo;

using Surveys.Answers;
using Surveys.Definitions;

namespace Surveyctl.Answering;

/// <summary>What became of a made-up response that was sent to the app.</summary>
internal enum Delivery
{
    /// <summary>Stored by this request.</summary>
    Accepted,

    /// <summary>It was stored before.</summary>
    Replayed,

    /// <summary>The app will never take it.</summary>
    Refused,

    /// <summary>The app could not be reached, or could not store it, after every try.</summary>
    GivenUp,
}

/// <param name="Delivery">What became of it.</param>
/// <param name="Problem">Why it is not stored; null: it is.</param>
internal sealed record DeliveryResult(Delivery Delivery, string? Problem = null);

/// <summary>
/// Sends responses as a program does: each keeps its id, so that it can be sent again whenever nobody knows what became of it.
/// </summary>
internal sealed class SubmitOverHttp(HttpClient client, Uri address, SurveyVersion survey, TimeProvider time)
{
    private const int MostTries = 8;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public async Task<DeliveryResult> SendAsync(MadeUpResponse response, CancellationToken cancellationToken)
    {
        var body = BodyOf(response);
        var wait = FirstWait;
        for (var tries = 1; ; tries++)
        {
            var (result, problem, asked) = await TryAsync(body, cancellationToken);
            if (result is not null)
                return result;
            if (tries == MostTries)
                return new DeliveryResult(Delivery.GivenUp, problem);
            var pause = asked ?? wait;
            await Task.Delay(pause < LongestWait ? pause : LongestWait, time, cancellationToken);
            wait *= 2;
        }
    }

    /// <summary>No result: it may be sent again, after the time the app asked for if it did.</summary>
    private async Task<(DeliveryResult? Result, string? Problem, TimeSpan? RetryAfter)> TryAsync(byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var answer = await client.PostAsync(address, content, cancellationToken);
            switch (answer.StatusCode)
            {
                case HttpStatusCode.Created:
                    return (new DeliveryResult(Delivery.Accepted), null, null);
                case HttpStatusCode.OK:
                    return (new DeliveryResult(Delivery.Replayed), null, null);
                case HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                    return (null, $"The app answers {(int)answer.StatusCode}.", answer.Headers.RetryAfter?.Delta);
                default:
                    var problem = await answer.Content.ReadAsStringAsync(cancellationToken);
                    return (new DeliveryResult(Delivery.Refused, $"{(int)answer.StatusCode} {TitleOf(problem)}"), null, null);
            }
        }
        catch (HttpRequestException failure)
        {
            return (null, failure.Message, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "The app did not answer in time.", null);
        }
    }

    private byte[] BodyOf(MadeUpResponse response)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
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
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The title of an RFC 9457 problem, or nothing.</summary>
    private static string TitleOf(string problem)
    {
        try
        {
            using var json = JsonDocument.Parse(problem);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("title", out var title)
                ? title.ToString()
                : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
