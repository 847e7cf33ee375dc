using Azure.Core;

namespace SurveyStorage.Azure;

/// <summary>
/// Retries, transport and diagnostics of the client, as in any Azure SDK client. The defaults are the ones of the SDK;
/// the product's own are set where its stores are made.
/// </summary>
public sealed class TableClientOptions : ClientOptions
{
    /// <summary>Sent as <c>x-ms-version</c>: the first one with Microsoft Entra ID on tables as a released feature.</summary>
    internal const string ServiceVersion = "2020-12-06";

    /// <summary>The clock of the shared key signature. The service refuses one that is off by more than 15 minutes.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
