using SurveyStorage.Azure;

namespace SurveyStorage.Tests.Azure;

public sealed class AzureStorageOptionsTests
{
    private const string Key = "c2VjcmV0LWtleQ==";

    public static TheoryData<AzureStorageOptions> Complete { get; } = new(
        new AzureStorageOptions { ConnectionString = "UseDevelopmentStorage=true" },
        new AzureStorageOptions { AccountName = "coalition" },
        new AzureStorageOptions { AccountName = "coalition", Credential = "managedidentity", ClientId = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0" },
        new AzureStorageOptions
        {
            TableServiceUri = new Uri("https://coalition.table.core.windows.net"),
            QueueServiceUri = new Uri("https://coalition.queue.core.windows.net"),
            Credential = "ManagedIdentity",
        });

    [Theory]
    [MemberData(nameof(Complete))]
    public void Complete_settings_connect_without_sending_anything(AzureStorageOptions options)
    {
        Assert.Empty(options.Problems());
        Assert.NotNull(AzureStorage.Connect(options).Tables);
    }

    [Fact]
    public void No_settings_say_what_to_set()
    {
        var problem = Assert.Single(new AzureStorageOptions().Problems());
        Assert.Contains("AzureWebJobsStorage", problem, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => AzureStorage.Connect(new AzureStorageOptions()));
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData($"DefaultEndpointsProtocol=https;AccountName=coalition;AccountKey={Key};EndpointSuffix=core.windows.net", "https://coalition.table.core.windows.net")]
    [InlineData($"AccountName=coalition;AccountKey={Key}", "https://coalition.table.core.windows.net")]
    [InlineData($"AccountName=a;AccountKey={Key};TableEndpoint=http://127.0.0.1:7/a/;", "http://127.0.0.1:7/a")]
    public void The_table_endpoint_of_a_connection_string_is_found(string connectionString, string endpoint) =>
        Assert.Equal($"Azure storage at {endpoint}", Connect(connectionString).Description);

    [Theory]
    [InlineData("secret-key")]
    [InlineData($"AccountKey={Key}")]
    [InlineData("AccountName=coalition")]
    [InlineData("AccountName=coalition;AccountKey=secret-key")]
    [InlineData($"AccountName=coalition;AccountKey={Key};TableEndpoint=http://secret-key:x")]
    public void What_is_no_connection_string_is_refused_without_quoting_it(string connectionString)
    {
        var exception = Assert.Throws<FormatException>(() => Connect(connectionString));
        Assert.DoesNotContain("secret-key", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_said_at_once()
    {
        var options = new AzureStorageOptions { TableServiceUri = new Uri("http://a.example"), Credential = "password" };
        Assert.Equal(3, options.Problems().Count);
    }

    private static AzureStorage Connect(string connectionString) =>
        AzureStorage.Connect(new AzureStorageOptions { ConnectionString = connectionString });
}
