using System.Text.Json;

using SurveyFunctions.Problems;

namespace SurveyFunctions.Hosting;

/// <summary>The body of an API request, or the problem with it: never both, never neither.</summary>
/// <param name="Utf8">A JSON object; empty if there is a problem.</param>
/// <param name="Problem">Null: it is a JSON object.</param>
public sealed record JsonBody(ReadOnlyMemory<byte> Utf8, Problem? Problem)
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
            return new JsonBody(default, ProblemCatalogue.UnsupportedMediaType);
        var (body, problem) = await BodyReader.ReadAsync(request, mostBytes, cancellationToken);
        if (problem is not null)
            return new JsonBody(default, problem);
        return IsObject(body.Span, depth) ? new JsonBody(body, null) : new JsonBody(default, ProblemCatalogue.NotJson);
    }

    private static bool IsObject(ReadOnlySpan<byte> body, int depth)
    {
        // The parser lets wrong bytes inside strings pass until somebody reads them.
        if (!System.Text.Unicode.Utf8.IsValid(body))
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
