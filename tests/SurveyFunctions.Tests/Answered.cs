using System.Net;
using System.Text;
using System.Text.Json;

namespace SurveyFunctions.Tests;

/// <summary>An answer of the app, read whole.</summary>
internal sealed record Answered(HttpStatusCode Status, string Body, HttpResponseMessage Message)
{
    public string? this[string header] =>
        Message.Headers.TryGetValues(header, out var values) || Message.Content.Headers.TryGetValues(header, out values)
            ? string.Join(", ", values)
            : null;

    public JsonElement Json
    {
        get
        {
            using var json = JsonDocument.Parse(Body);
            return json.RootElement.Clone();
        }
    }

    /// <summary>The code of a problem document.</summary>
    public string? Code => Json.GetProperty("code").GetString();

    /// <summary>The errors of a problem document, as <c>pointer code</c>.</summary>
    public IEnumerable<string> Errors => Json.GetProperty("errors").EnumerateArray()
        .Select(error => $"{error.GetProperty("pointer").GetString()} {error.GetProperty("code").GetString()}");

    public static async Task<Answered> ToAsync(HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            var message = await client.SendAsync(request);
            return new Answered(message.StatusCode, await message.Content.ReadAsStringAsync(), message);
        }
    }

    public static Task<Answered> ToGetAsync(HttpClient client, string address, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return ToAsync(client, request);
    }

    public static Task<Answered> ToPostAsync(HttpClient client, string address, string body, string mediaType = "application/json") =>
        ToPostAsync(client, address, Encoding.UTF8.GetBytes(body), mediaType);

    public static Task<Answered> ToPostAsync(HttpClient client, string address, byte[] body, string? mediaType = "application/json")
    {
        var content = new ByteArrayContent(body);
        if (mediaType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return ToAsync(client, new HttpRequestMessage(HttpMethod.Post, address) { Content = content });
    }
}
