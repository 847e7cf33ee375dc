using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

using Azure;
using Azure.Core;

namespace SurveyStorage.Azure;

/// <summary>
/// Reads <c>{"odata.error":{"code":…,"message":{"value":…}}}</c>. Within a transaction's reply the message begins with
/// the index of the action: <c>"3:The specified entity already exists.\nRequestId:…"</c>.
/// </summary>
internal sealed class TableErrorParser : RequestFailedDetailsParser
{
    public override bool TryParse(Response response, [NotNullWhen(true)] out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        error = response.ContentStream is null ? null : Parse(response.Content.ToMemory());
        return error is not null;
    }

    /// <summary>Null if it is not an error of the table service: a proxy's page, for example.</summary>
    public static ResponseError? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var error = document.RootElement.GetProperty("odata.error"u8);
            return new ResponseError(
                error.GetProperty("code"u8).GetString(), error.GetProperty("message"u8).GetProperty("value"u8).GetString());
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
