using SurveyStore.Azure;
using SurveyStore.Contract;
using SurveyStore.Embedded;

namespace StoreProcess;

internal static class Stores
{
    /// <param name="place"><c>embedded:</c> and a file, or <c>azure:</c> and a connection string.</param>
    public static IStorage Open(string place) => place.Split(':', 2) switch
    {
        ["embedded", var file] => EmbeddedStorage.Open(file, TimeProvider.System),
        ["azure", var connection] => AzureStorage.Connect(new AzureStorageOptions { ConnectionString = connection }),
        _ => throw new ArgumentException($"There is no such place: {place}", nameof(place)),
    };
}
