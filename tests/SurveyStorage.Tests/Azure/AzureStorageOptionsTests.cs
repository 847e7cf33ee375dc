using SurveyStorage.Azure;

namespace SurveyStorage.Tests.Azure;

public sealed class AzureStorageOptionsTests
{
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

    [Fact]
    public void Every_problem_is_said_at_once()
    {
        var options = new AzureStorageOptions { TableServiceUri = new Uri("http://a.example"), Credential = "password" };
        Assert.Equal(3, options.Problems().Count);
    }
}
