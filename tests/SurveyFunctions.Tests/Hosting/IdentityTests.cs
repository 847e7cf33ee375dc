using System.Net;
using System.Text;

using Surveyctl.Local;

using TestSupport;

namespace SurveyFunctions.Tests.Hosting;

/// <summary>The app with the identity that its host gives it, as App Service and Functions do: an address that hands out tokens.</summary>
public sealed class IdentityTests
{
    private const string Secret = "known-to-the-host-alone";
    private const string Token = "a-token-of-the-host";

    [Fact]
    public async Task The_app_takes_the_token_of_its_host_to_the_storage()
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
        var (resource, header) = await asked;
        Assert.Equal("https://storage.azure.com", resource?.TrimEnd('/'));
        Assert.Equal(Secret, header);
        Assert.DoesNotContain(Secret, output, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, output, StringComparison.Ordinal);
    }

    private static async Task<(string? Resource, string? Header)> GiveTokenAsync(HttpListener host)
    {
        var call = await host.GetContextAsync();
        var expires = TimeProvider.System.GetUtcNow().AddHours(12).ToUnixTimeSeconds();
        call.Response.ContentType = "application/json";
        call.Response.Close(
            Encoding.UTF8.GetBytes(
                $$"""{"access_token":"{{Token}}","expires_on":"{{expires}}","resource":"https://storage.azure.com/","token_type":"Bearer"}"""),
            willBlock: true);
        return (call.Request.QueryString["resource"], call.Request.Headers["X-IDENTITY-HEADER"]);
    }
}
