using System.Text.Json;
using System.Text.Unicode;

using SurveyFunctions.Problems;

namespace SurveyFunctions.Hosting;

/// <summary>The body of an API request: a JSON object, or the problem with it; never both, never neither.</summary>
public sealed record JsonBody(JsonDocument? Document, Problem? Problem) : IDisposable
{
    /// <summary>How deep the JSON of one response may nest.</summary>
    public const int Depth = 64;

    /// <param name="request">Its body is read to the end, or until it is too large.</param>
    /// <param name="mostBytes">A larger body is refused without reading it all.</param>
    /// <param name="cancellationToken">Of the request.</param>
    /// <param name="depth">What nests deeper is no JSON to us.</param>
    public static async Task<JsonBody> ReadAsync(
        HttpRequest request, int mostBytes, CancellationToken cancellationToken, int depth = Depth)
    {
        if (!request.HasJsonContentType())
            return new JsonBody(null, ProblemCatalogue.UnsupportedMediaType);
        if (await BodyReader.ReadAsync(request, mostBytes, cancellationToken) is not { } body)
            return new JsonBody(null, ProblemCatalogue.BodyTooLarge);
        var json = Parse(body, depth);
        if (json is { RootElement.ValueKind: JsonValueKind.Object })
            return new JsonBody(json, null);
        json?.Dispose();
        return new JsonBody(null, ProblemCatalogue.NotJson);
    }

    public void Dispose() => Document?.Dispose();

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body, int depth)
    {
        // The parser lets wrong bytes inside strings pass until somebody reads them.
        if (!Utf8.IsValid(body.Span))
            return null;
        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = depth });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
