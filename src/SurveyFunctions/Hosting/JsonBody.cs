using System.Text.Json;

using SurveyFunctions.Problems;

using Surveys.Readings;

namespace SurveyFunctions.Hosting;

/// <summary>Reads the body of an API request: one JSON object in UTF-8.</summary>
public static class JsonBody
{
    /// <summary>How deep the JSON of one response may nest.</summary>
    public const int Depth = 64;

    /// <param name="request">Its body is read to the end, or until it is too large.</param>
    /// <param name="mostBytes">A larger body is refused without reading it all.</param>
    /// <param name="cancellationToken">Of the request.</param>
    /// <param name="depth">What nests deeper is no JSON to us.</param>
    public static async Task<Reading<ReadOnlyMemory<byte>, Problem>> ReadAsync(
        HttpRequest request, int mostBytes, CancellationToken cancellationToken, int depth = Depth)
    {
        if (!request.HasJsonContentType())
            return ProblemCatalogue.UnsupportedMediaType;
        var body = await BodyReader.ReadAsync(request, mostBytes, cancellationToken);
        return !body.IsValid || IsObject(body.Value.Span, depth) ? body : ProblemCatalogue.NotJson;
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
