using System.Text;
using System.Text.Json;
using System.Text.Unicode;

using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

using SurveyFunctions.Problems;

using Surveys.Readings;

namespace SurveyFunctions.Hosting;

/// <summary>Reads a request's body whole, but never more than it may be, nor longer than it may take; then the request takes its place.</summary>
public static class BodyReader
{
    /// <summary>Of each body that is still arriving; what grows beyond it needs room.</summary>
    private const int Free = 8 * 1024;

    /// <summary>From the first bytes on. A form of some kilobytes gets through the weakest connection in it.</summary>
    public static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(30);

    /// <summary>How deep the JSON of one response may nest.</summary>
    public const int JsonDepth = 64;

    /// <summary>The rate at which a body that may be large gets more time.</summary>
    private const int BytesPerSecond = 16 * 1024;

    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>One JSON object in UTF-8; else as <see cref="ReadAsync"/>.</summary>
    /// <param name="depth">What nests deeper is no JSON to us.</param>
    public static async Task<Reading<ReadOnlyMemory<byte>, Problem>> ReadJsonAsync(
        HttpRequest request, int mostBytes, CancellationToken cancellationToken, int depth = JsonDepth)
    {
        if (!request.HasJsonContentType())
            return ProblemCatalogue.UnsupportedMediaType;
        var body = await ReadAsync(request, mostBytes, cancellationToken);
        return !body.IsValid || IsObject(body.Value.Span, depth) ? body : ProblemCatalogue.NotJson;
    }

    /// <summary>The fields of a posted form by name; else as <see cref="ReadAsync"/>.</summary>
    public static async Task<Reading<Dictionary<string, StringValues>, Problem>> ReadFormAsync(
        HttpRequest request, int mostBytes, CancellationToken cancellationToken)
    {
        if (request.ContentType?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) != true)
            return ProblemCatalogue.UnsupportedMediaType;
        var body = await ReadAsync(request, mostBytes, cancellationToken);
        return body.IsValid ? QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Value.Span)) : body.Problems[0];
    }

    /// <param name="request">Its body is read to the end, or until it is too large or takes too long.</param>
    /// <param name="mostBytes">A larger body is refused without reading it all.</param>
    /// <param name="cancellationToken">Of the request.</param>
    /// <returns>The body; or the problem with it, and nothing is kept of it.</returns>
    public static async Task<Reading<ReadOnlyMemory<byte>, Problem>> ReadAsync(
        HttpRequest request, int mostBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > mostBytes)
            return ProblemCatalogue.BodyTooLarge;
        var place = request.HttpContext.Features.GetRequiredFeature<RequestLimit.Place>();
        // One byte more than allowed tells a body that is too large from one that just fits.
        var buffer = new byte[Math.Min((int)(request.ContentLength ?? mostBytes), Free) + 1];
        var read = 0;
        CancellationTokenSource? deadline = null, either = null;
        try
        {
            while (read != request.ContentLength)
            {
                // Most bodies are here with the first read, and need no clock.
                if (read > 0 && deadline is null)
                {
                    deadline = new CancellationTokenSource(LeastTime + TimeSpan.FromSeconds(mostBytes / BytesPerSecond), place.Time);
                    either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
                }
                var count = await request.Body.ReadAsync(buffer.AsMemory(read), either?.Token ?? cancellationToken);
                if (count == 0)
                    break;
                read += count;
                if (read > mostBytes)
                    return ProblemCatalogue.BodyTooLarge;
                if (read < buffer.Length)
                    continue;
                if (!place.TryMakeRoom(Math.Min(buffer.Length * 2, mostBytes + 1)))
                    return ProblemCatalogue.StorageUnavailable;
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, mostBytes + 1));
            }
        }
        catch (OperationCanceledException) when (deadline is { IsCancellationRequested: true })
        {
            return ProblemCatalogue.BodyTooSlow;
        }
        finally
        {
            either?.Dispose();
            deadline?.Dispose();
        }
        if (!place.TryEnter(read))
            return ProblemCatalogue.StorageUnavailable;
        return (ReadOnlyMemory<byte>)buffer.AsMemory(0, read);
    }

    private static bool IsObject(ReadOnlySpan<byte> body, int depth)
    {
        // The parser lets wrong bytes inside strings pass until somebody reads them.
        if (!Utf8.IsValid(body))
            return false;
        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = depth });
            var isObject = json.Read() && json.TokenType == JsonTokenType.StartObject;
            // To the end: what comes later may be no JSON.
            while (isObject && json.Read())
            {
            }
            return isObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
