using System.Globalization;

using Azure.Core;
using Azure.Core.Pipeline;

namespace SurveyStorage.Azure;

/// <summary>
/// Signs with SharedKeyLite (date and resource), as the Azure SDK does for tables. It runs once per try: a signature is
/// good for 15 minutes only, and a retry may come after a long Retry-After.
/// <see href="https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key"/>
/// </summary>
internal sealed class TableSharedKeyPolicy(TableSharedKeyCredential credential, TimeProvider clock) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        request.Headers.SetValue("x-ms-date", date);
        var signature = credential.Sign($"{date}\n{CanonicalizedResource(request.Uri.ToUri())}");
        request.Headers.SetValue("Authorization", $"SharedKeyLite {credential.AccountName}:{signature}");
    }

    /// <summary>The account, then the path as it goes over the wire; of the query only <c>comp</c>, which this client never sends.</summary>
    private string CanonicalizedResource(Uri uri) => $"/{credential.AccountName}{uri.AbsolutePath}";
}
