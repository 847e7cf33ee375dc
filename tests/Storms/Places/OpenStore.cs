using SurveyStore.Azure;
using SurveyStore.Contract;
using SurveyStore.Embedded;

namespace Storms.Places;

internal static class OpenStore
{
    private const string Embedded = "embedded:";
    private const string Azure = "azure:";

    public static string AddressOfFile(string file) => Embedded + file;

    public static string AddressOfAccount(string connectionString) => Azure + connectionString;

    public static IStorage At(string address) => address.StartsWith(Embedded, StringComparison.Ordinal)
        ? EmbeddedStorage.Open(address[Embedded.Length..], TimeProvider.System)
        : AzureStorage.Connect(new AzureStorageOptions { ConnectionString = address[Azure.Length..] });
}
