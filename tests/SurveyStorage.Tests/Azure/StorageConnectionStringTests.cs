using SurveyStorage.Azure;

namespace SurveyStorage.Tests.Azure;

public sealed class StorageConnectionStringTests
{
    private const string Key = "c2VjcmV0LWtleQ==";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData($"DefaultEndpointsProtocol=https;AccountName=coalition;AccountKey={Key};EndpointSuffix=core.windows.net", "https://coalition.table.core.windows.net")]
    [InlineData($"AccountName=coalition;AccountKey={Key}", "https://coalition.table.core.windows.net")]
    [InlineData($"accountname=a; accountkey={Key}; tableendpoint=http://127.0.0.1:7/a/;", "http://127.0.0.1:7/a")]
    public void The_table_endpoint_is_found(string connectionString, string endpoint) =>
        Assert.Equal(new Uri(endpoint), new TableServiceClient(connectionString).Uri);

    [Theory]
    [InlineData("")]
    [InlineData("secret-key")]
    [InlineData("AccountKey=c2VjcmV0LWtleQ==")]
    [InlineData("AccountName=coalition")]
    [InlineData("AccountName=coalition;AccountKey=secret-key")]
    [InlineData("AccountName=coalition;AccountKey=c2VjcmV0LWtleQ==;TableEndpoint=secret-key")]
    public void What_is_not_a_connection_string_is_refused_without_quoting_it(string connectionString)
    {
        var exception = Assert.Throws<FormatException>(() => new TableServiceClient(connectionString));
        Assert.DoesNotContain("secret-key", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, exception.ToString(), StringComparison.Ordinal);
    }
}
