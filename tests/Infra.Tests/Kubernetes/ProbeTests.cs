using System.Net;
using System.Text.Json.Nodes;

using TestSupport;

namespace Infra.Tests.Kubernetes;

/// <summary>The addresses that the node asks whether a pod is alive.</summary>
public sealed class ProbeTests(KubernetesFolder folder)
{
    private static readonly string[] Probes = ["startupProbe", "readinessProbe", "livenessProbe"];

    private IEnumerable<JsonNode> All =>
        folder.OfKind("Deployment").SelectMany(deployment => Probes.Select(probe => deployment.Container[probe]!));

    [Fact]
    public void Every_probe_asks_the_port_that_the_app_listens_on() =>
        Assert.All(All, probe => Assert.Equal("http", probe["httpGet"]!["port"]!.GetValue<string>()));

    /// <summary>The start page reads the storage and is kept for some seconds only, the others read it as well.</summary>
    [Fact]
    public void Every_probe_asks_for_a_file_that_is_part_of_the_app() => Assert.All(All, probe =>
    {
        var path = probe["httpGet"]!["path"]!.GetValue<string>();
        Assert.StartsWith("/assets/", path, StringComparison.Ordinal);
        Assert.True(File.Exists(Repository.Path("src", "SurveyFunctions", "Pages", "Assets", path["/assets/".Length..])), path);
    });

    /// <summary>A restart brings no storage back, and would lose what is still being answered.</summary>
    [Fact]
    public async Task Every_probe_asks_for_what_is_answered_while_the_storage_is_away()
    {
        await using var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        using (var setUp = new Engine(azurite.Tables, azurite.Queues))
            await setUp.SetUpAsync();
        await using var proxy = new FaultyProxy(azurite.Azurite.TableEndpoint);
        await using var app = await AppProcess.StartAsync(AppProcess.Standalone(proxy.Through(azurite.ConnectionString)));

        proxy.Hold();
        try
        {
            using var page = await app.Client.GetAsync("/withdraw/any-wave", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
            foreach (var path in All.Select(probe => probe["httpGet"]!["path"]!.GetValue<string>()).Distinct())
            {
                using var answer = await app.Client.GetAsync(path, TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }
        finally
        {
            proxy.Release();
        }
    }
}
