using Azure;

namespace SurveyStorage.Azure;

/// <summary>
/// The codes this project acts on, as in <see cref="RequestFailedException.ErrorCode"/>.
/// <see href="https://learn.microsoft.com/rest/api/storageservices/table-service-error-codes"/>
/// </summary>
public static class TableErrorCode
{
    public const string EntityAlreadyExists = "EntityAlreadyExists";
    public const string InvalidInput = "InvalidInput";
    public const string ResourceNotFound = "ResourceNotFound";
    public const string TableAlreadyExists = "TableAlreadyExists";
    public const string TableNotFound = "TableNotFound";
}
