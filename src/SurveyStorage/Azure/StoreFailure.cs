using System.Globalization;

using Azure;
using Azure.Data.Tables.Models;
using Azure.Identity;
using Azure.Storage.Queues.Models;

namespace SurveyStorage.Azure;

/// <summary>Turns what the clients throw into words for an operator: which service, which address, what to do.</summary>
/// <param name="service"><c>table</c> or <c>queue</c>.</param>
/// <param name="endpoint">Holds no secret: both clients keep a shared access signature out of it.</param>
internal sealed class StoreFailure(string service, Uri endpoint)
{
    private const string Roles = "Storage Table Data Contributor and Storage Queue Data Contributor";

    /// <param name="name">The table or queue.</param>
    /// <param name="ask">
    /// Its arguments are known to be right: whatever else is thrown is about the store, or about a reply that the client does
    /// not understand, with an outcome that nobody knows.
    /// </param>
    /// <exception cref="StoreUnavailableException">With what the client threw inside it.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<T> AskAsync<T>(string name, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception)
        {
            // During a retry the pipeline throws the caller's cancellation together with the failures before it.
            cancellationToken.ThrowIfCancellationRequested();
            throw Explain(exception, name);
        }
    }

    private StoreUnavailableException Explain(Exception exception, string name)
    {
        var failure = Last(exception);
        var message = failure switch
        {
            RequestFailedException { Status: not 200 } request => Explain(request, name),
            AuthenticationFailedException =>
                $"No token for {Store}: give the app an identity with the roles {Roles}, or set AzureWebJobsStorage to a connection string.",
            OperationCanceledException => NoAnswer,
            _ => $"{Store} answered in a form that is not understood ({failure.GetType().Name}); is it the address of the {service} service?",
        };
        return new StoreUnavailableException(message, exception, RetryAfter(failure));
    }

    private string Store => $"The {service} store at {endpoint.GetLeftPart(UriPartial.Path)}";

    private string NoAnswer => endpoint.IsLoopback
        ? $"{Store} does not answer. Start Azurite (it needs Node.js 20 or newer): 'npm ci --prefix tools/azurite', then "
            + "'npx --prefix tools/azurite azurite'; or everything with 'surveyctl up --storage azurite'."
        : $"{Store} does not answer. Check the account name, the network and the firewall of the storage account.";

    private string Explain(RequestFailedException failure, string name) => failure.Status switch
    {
        0 => NoAnswer,
        401 or 403 =>
            $"{Store} refused our credentials ({failure.ErrorCode ?? "no code"}). Check the account and key of AzureWebJobsStorage, "
            + $"or that the identity has the roles {Roles}, and the clock of this machine.",
        404 when failure.ErrorCode == TableErrorCode.TableNotFound.ToString() || failure.ErrorCode == QueueErrorCode.QueueNotFound.ToString() =>
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
