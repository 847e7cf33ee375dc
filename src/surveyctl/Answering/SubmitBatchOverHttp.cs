using System.Buffers;
using System.Net;
using System.Text.Json;

using SurveyFunctions.Intake;

namespace Surveyctl.Answering;

/// <summary>
/// Sends many responses in one request. Each is answered as if it had come alone; those that could not be stored are sent again,
/// with the same ids.
/// </summary>
internal sealed class SubmitBatchOverHttp(HttpClient client, Uri address, TimeProvider time)
{
    /// <summary>The responses of each request, as many as the app takes in one.</summary>
    /// <param name="responses">As <see cref="SubmissionJson"/> has them.</param>
    public static IEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> Split(IEnumerable<ReadOnlyMemory<byte>> responses)
    {
        var (request, bytes) = (new List<ReadOnlyMemory<byte>>(), 0);
        foreach (var response in responses)
        {
            // What stands around the responses is shorter than one.
            bytes += response.Length + 1;
            if (request.Count == SubmitResponses.MostResponses || bytes > SubmitResponses.MostBytes - SubmitResponse.MostBytes)
            {
                yield return request;
                (request, bytes) = ([], response.Length + 1);
            }
            request.Add(response);
        }
        if (request.Count > 0)
            yield return request;
    }

    /// <summary>One result per response, in their order.</summary>
    /// <param name="responses">As <see cref="SubmissionJson"/> has them.</param>
    public async Task<IReadOnlyList<DeliveryResult>> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> responses, CancellationToken cancellationToken)
    {
        var results = new DeliveryResult?[responses.Count];
        var open = Enumerable.Range(0, responses.Count).ToList();
        var tries = new RetryWaits(time);
        while (true)
        {
            var posted = await PostResult.SendAsync(client, address, BodyOf(open.Select(index => responses[index])), cancellationToken);
            var problem = posted.Problem;
            if (posted.Status == HttpStatusCode.OK)
            {
                foreach (var (index, result) in open.Zip(ReadEntries(posted.Body, open.Count)))
                    results[index] = result;
                open.RemoveAll(index => results[index]!.Delivery != Delivery.GivenUp);
                problem = open.Count > 0 ? results[open[0]]!.Problem : null;
            }
            else if (!posted.MayBeRepeated)
            {
                foreach (var index in open)
                    results[index] = new DeliveryResult(Delivery.Refused, problem);
                open.Clear();
            }
            if (open.Count > 0 && await tries.WaitForNextAsync(posted.RetryAfter, cancellationToken))
                continue;
            foreach (var index in open)
                results[index] = new DeliveryResult(Delivery.GivenUp, problem);
            return results!;
        }
    }

    /// <summary>Those given up may be sent again.</summary>
    private static List<DeliveryResult> ReadEntries(string body, int count)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var entries = json.RootElement.GetProperty("results").EnumerateArray().Select(ReadEntry).ToList();
            if (entries.Count == count)
                return entries;
        }
        catch (Exception unexpected) when (unexpected is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Told below.
        }
        throw new InvalidDataException("The app answers a batch of responses in a form that is not known here: is it of another version?");
    }

    private static DeliveryResult ReadEntry(JsonElement entry)
    {
        var status = entry.GetProperty("status").GetInt32();
        var title = entry.TryGetProperty("problem", out var problem) ? PostResult.TitleOf(problem.GetRawText()) : "";
        return status switch
        {
            (int)HttpStatusCode.Created => new DeliveryResult(Delivery.Accepted),
            (int)HttpStatusCode.OK => new DeliveryResult(Delivery.Replayed),
            _ when PostResult.MayBeRepeatedAfter(status) => new DeliveryResult(Delivery.GivenUp, $"The app answers {status}."),
            _ => new DeliveryResult(Delivery.Refused, $"{status} {title}"),
        };
    }

    private static ReadOnlyMemory<byte> BodyOf(IEnumerable<ReadOnlyMemory<byte>> responses)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("responses");
            foreach (var response in responses)
                json.WriteRawValue(response.Span, skipInputValidation: true);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}
