using System.Globalization;
using System.Text.Json;

using Azure;
using Azure.Identity;
using Azure.Storage.Queues.Models;

namespace SurveyStorage.Azure;

/// <summary>Turns what the clients throw into words for an operator: which service, which address, what to do.</summary>
/// <param name="service"><c>table</c> or <c>queue</c>.</param>
/// <param name="endpoint">Holds no secret: both clients keep a shared access signature out of it.</param>
internal sealed class StoreFailure(string service, Uri endpoint)
{
    private const string Roles = "Storage Table Data Contributor and Storage Queue Data Contributor";

    /// <summary>
    /// False for what is not about the store: a cancellation by the caller, a defect. A reply that cannot be read is the
    /// store's, with an outcome that nobody knows.
    /// </summary>
    public static bool Is(Exception exception, CancellationToken cancellationToken) => Last(exception) switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        RequestFailedException or AuthenticationFailedException or IOException or InvalidDataException or JsonException or FormatException
            => true,
        _ => false,
    };

    /// <param name="name">The table or queue.</param>
    public StoreUnavailableException Explain(Exception exception, string name)
    {
        var failure = Last(exception);
        var message = failure switch
        {
            RequestFailedException request => Explain(request, name),
            AuthenticationFailedException =>
                $"No token for {Store}: give the app an identity with the roles {Roles}, or set AzureWebJobsStorage to a connection string.",
            OperationCanceledException => NoAnswer,
            _ => $"{Store} answered in a form that is not understood; is it the address of the {service} service?",
        };
        return new StoreUnavailableException(message, exception, RetryAfter(failure));
    }

    private string Store => $"The {service} store at {endpoint.GetLeftPart(UriPartial.Path)}";

    private string NoAnswer => endpoint.IsLoopback
        ? $"{Store} does not answer. Start Azurite with 'npx --prefix tools/azurite azurite', or everything with 'surveyctl up'."
        : $"{Store} does not answer. Check the account name, the network and the firewall of the storage account.";

    private string Explain(RequestFailedException failure, string name) => failure.Status switch
    {
        0 => NoAnswer,
        401 or 403 =>
            $"{Store} refused our credentials ({failure.ErrorCode ?? "no code"}). Check the account and key of AzureWebJobsStorage, "
            + $"or that the identity has the roles {Roles}, and the clock of this machine.",
        404 when failure.ErrorCode == TableErrorCode.TableNotFound || failure.ErrorCode == QueueErrorCode.QueueNotFound.ToString() =>
            $"{Store} has no {service} '{name}': run 'surveyctl setup'.",
        408 or 429 or >= 500 =>
            $"{Store} is overloaded or down ({failure.Status} {failure.ErrorCode ?? "no code"}). It usually recovers by itself.",
        _ => $"{Store} refused a request to '{name}' ({failure.Status} {failure.ErrorCode ?? "no code"}).",
    };

    /// <summary>After several tries the pipeline throws all their failures together.</summary>
    private static Exception Last(Exception exception) =>
        exception is AggregateException { InnerExceptions: [.., var last] } ? last : exception;

    private static TimeSpan? RetryAfter(Exception failure) =>
        failure is RequestFailedException request
            && request.GetRawResponse() is { } response
            && response.Headers.TryGetValue("Retry-After", out var value)
            && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : null;
}
