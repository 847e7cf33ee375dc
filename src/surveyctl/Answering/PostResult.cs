using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

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

/// <summary>What one request came to.</summary>
/// <param name="Status">Null: no answer came, and nobody knows what became of it.</param>
/// <param name="Body">Empty without an answer.</param>
/// <param name="Failure">Why there was no answer; null: there was one.</param>
/// <param name="RetryAfter">How long the app asks to wait; null: it does not.</param>
internal sealed record PostResult(HttpStatusCode? Status, string Body, string? Failure, TimeSpan? RetryAfter)
{
    /// <summary>The same request may succeed later.</summary>
    public bool MayBeRepeated => Status is null || MayBeRepeatedAfter((int)Status.Value);

    /// <summary>What went wrong, for the operator.</summary>
    public string Problem => Failure ?? (MayBeRepeated ? $"The app answers {(int)Status!.Value}." : $"{(int)Status!.Value} {TitleOf(Body)}");

    public static bool MayBeRepeatedAfter(int status) => status is (int)HttpStatusCode.TooManyRequests or >= 500;

    /// <summary>Sends JSON once. Being unreachable or too slow is an outcome, not an exception.</summary>
    public static async Task<PostResult> SendAsync(HttpClient client, Uri address, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var answer = await client.PostAsync(address, content, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            return new PostResult(answer.StatusCode, text, null, answer.Headers.RetryAfter?.Delta);
        }
        catch (HttpRequestException failure)
        {
            return new PostResult(null, "", failure.Message, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PostResult(null, "", "The app did not answer in time.", null);
        }
    }

    /// <summary>The title of an RFC 9457 problem, or nothing.</summary>
    public static string TitleOf(string problem)
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

/// <summary>How often and after which waits something is sent again: each wait twice the last, or as long as the app asks for.</summary>
internal sealed class RetryWaits(TimeProvider time)
{
    private const int Most = 8;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private int _made;
    private TimeSpan _wait = FirstWait;

    /// <summary>After a try that failed: false at once if it was the last one, true when it is time for the next.</summary>
    /// <param name="asked">What the app asked for; null: nothing.</param>
    public async Task<bool> WaitForNextAsync(TimeSpan? asked, CancellationToken cancellationToken)
    {
        if (++_made == Most)
            return false;
        var pause = asked ?? _wait;
        await Task.Delay(pause < LongestWait ? pause : LongestWait, time, cancellationToken);
        _wait *= 2;
        return true;
    }
}
