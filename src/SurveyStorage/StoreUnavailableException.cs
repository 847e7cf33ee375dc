namespace SurveyStorage;

/// <summary>
/// The store did not answer, answered that it is overloaded, or refused our credentials. <see cref="Exception.Message"/>
/// is fit for an operator: which store, which address (no secret), what to do.
/// </summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null, TimeSpan? retryAfter = null)
    : Exception(message, inner)
{
    /// <summary>What the store asked for; null if it did not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
