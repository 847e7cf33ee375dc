using System.Net;
using System.Text;


using TestSupport;

namespace SurveyFunctions.Tests.Hosting;

/// <summary>The app with the identity that its host gives it, as App Service and Functions do: an address that hands out tokens.</summary>
public sealed class IdentityTests
{
    private const string Resource = "https://storage.azure.com";
    private const string Secret = "known-to-the-host-alone";
    private const string Token = "a-token-of-the-host";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_app_asks_its_host_for_a_token_before_it_asks_the_storage()
    {
        using var host = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort.Find()}/msi/token/";
        host.Prefixes.Add(address);
        host.Start();
        var asked = GiveTokenAsync(host);
        // Nobody listens there: it is asked for once there is a token, and never without one.
        var storage = $"https://127.0.0.1:{FreePort.Find()}";

        var (exitCode, output) = await AppProcess.RunAsync(new Dictionary<string, string>
        {
            ["AzureWebJobsStorage__tableServiceUri"] = storage,
            ["AzureWebJobsStorage__queueServiceUri"] = storage,
            ["AzureWebJobsStorage__credential"] = "managedidentity",
            ["IDENTITY_ENDPOINT"] = address,
            ["IDENTITY_HEADER"] = Secret,
            ["Work"] = "false",
        });

        Assert.Equal(1, exitCode);
        Assert.Contains("does not answer", output, StringComparison.Ordinal);
        Assert.DoesNotContain("No token", output, StringComparison.Ordinal);
        var (resource, header) = await asked.WaitAsync(LongestWait);
        Assert.Equal(Resource, resource?.TrimEnd('/'));
        Assert.Equal(Secret, header);
        Assert.DoesNotContain(Secret, output, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, output, StringComparison.Ordinal);
    }

    private static async Task<(string? Resource, string? Header)> GiveTokenAsync(HttpListener host)
    {
        var call = await host.GetContextAsync();
        var expires = TimeProvider.System.GetUtcNow().AddHours(12).ToUnixTimeSeconds();
        var token = $$"""{"access_token":"{{Token}}","expires_on":"{{expires}}","resource":"{{Resource}}","token_type":"Bearer"}""";
        call.Response.ContentType = "application/json";
        call.Response.Close(Encoding.UTF8.GetBytes(token), willBlock: true);
        return (call.Request.QueryString["resource"], call.Request.Headers["X-IDENTITY-HEADER"]);
    }
}
