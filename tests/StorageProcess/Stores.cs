using SurveyStorage;
using SurveyStorage.Azure;
using SurveyStorage.Sqlite;

namespace StorageProcess;

internal static class Stores
{
    /// <param name="place"><c>embedded:</c> and a file, or <c>azure:</c> and a connection string.</param>
    public static IStorage Open(string place) => place.Split(':', 2) switch
    {
        ["embedded", var file] => SqliteStorage.Open(file, TimeProvider.System),
        ["azure", var connection] => AzureStorage.Connect(new AzureStorageOptions { ConnectionString = connection }),
        _ => throw new ArgumentException($"There is no such place: {place}", nameof(place)),
    };
}
