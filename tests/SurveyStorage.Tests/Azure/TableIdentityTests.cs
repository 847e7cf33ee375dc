using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

using Surveyctl.Local;

using SurveyStorage.Azure;

using TestSupport;

namespace SurveyStorage.Tests.Azure;

/// <summary>An Azurite over https, which checks who issued a token, for whom and until when, though not its signature.</summary>
public sealed class TableIdentityTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("surveyfunctions-identity-");
    private readonly X509Certificate2 _certificate = SelfSigned();
    private AzuriteProcess? _azurite;

    [Fact]
    public async Task A_token_for_storage_is_asked_for_and_accepted()
    {
        var credential = new SelfMadeToken("https://storage.azure.com");
        var (store, table) = (Store(credential), AzuriteFixture.NewName());
        await store.CreateTableAsync(table, default);
        var row = new TableRow("p", "r") { ["N"] = 1 };
        Assert.IsType<CommitResult.Committed>(await store.CommitAsync(table, [new RowChange(RowChangeType.Add, row)], default));
        Assert.Equal(1, (await store.GetAsync(table, "p", "r", default))!.GetInt32("N"));
        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_token_for_something_else_is_refused()
    {
        var store = Store(new SelfMadeToken("https://vault.azure.net"));
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CreateTableAsync(AzuriteFixture.NewName(), default));
        Assert.Contains("refused our credentials", refused.Message, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        var certificate = new AzuriteCertificate(
            Path.Combine(_folder.FullName, "cert.pem"), Path.Combine(_folder.FullName, "key.pem"));
        await File.WriteAllTextAsync(certificate.CertificateFile, _certificate.ExportCertificatePem());
        using var key = _certificate.GetRSAPrivateKey()!;
        await File.WriteAllTextAsync(certificate.KeyFile, key.ExportPkcs8PrivateKeyPem());
        _azurite = await AzuriteProcess.StartAsync(
            new AzuriteOptions
            {
                ToolsFolder = Repository.Path("tools", "azurite"),
                DataFolder = Path.Combine(_folder.FullName, "data"),
                Certificate = certificate,
            },
            CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    private AzureTableStore Store(TokenCredential credential)
    {
        var handler = new HttpClientHandler
        {
#pragma warning disable MA0039 // Exactly the certificate made above is trusted, and no other.
            ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Thumbprint == _certificate.Thumbprint,
#pragma warning restore MA0039
        };
        var options = new TableClientOptions { Transport = new HttpClientTransport(handler) };
        return new AzureTableStore(new TableServiceClient(_azurite!.TableEndpoint, credential, options));
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
