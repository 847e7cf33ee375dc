using Azure;

namespace SurveyStorage.Azure;

/// <summary>The service refused one action of a transaction, and with it all of them: nothing was written.</summary>
public sealed class TableTransactionFailedException : RequestFailedException
{
    internal TableTransactionFailedException(int status, string? errorCode, string message, int? failedIndex)
        : base(status, message, errorCode, innerException: null)
    {
        FailedTransactionActionIndex = failedIndex;
    }

    /// <summary>Null if the service did not say which.</summary>
    public int? FailedTransactionActionIndex { get; }
}
