using SurveyStorage;
using SurveyStorage.Azure;
using SurveyStorage.Sqlite;

namespace Storms.Stores;

internal static class OpenStore
{
    private const string Embedded = "embedded:";
    private const string Azure = "azure:";

    public static string AddressOfFile(string file) => Embedded + file;

    public static string AddressOfAccount(string connectionString) => Azure + connectionString;

    public static IStorage At(string address) => address.StartsWith(Embedded, StringComparison.Ordinal)
        ? SqliteStorage.Open(address[Embedded.Length..], TimeProvider.System)
        : AzureStorage.Connect(new AzureStorageOptions { ConnectionString = address[Azure.Length..] });
}
