using SurveyFunctions.Hosting;

namespace Infra.Tests.Kubernetes;

/// <summary>What the pods' environment tells the app, read by the app's own code.</summary>
public sealed class SettingsTests(KubernetesFolder folder)
{
    [Theory]
    [InlineData("web", false)]
    [InlineData("worker", true)]
    public void The_app_understands_its_settings(string deployment, bool works)
    {
        var options = AppOptions.Read(AppSettings.AsConfiguration(EnvironmentOf(deployment)), isUnderFunctionsHost: false);

        Assert.Equal(works, options.IsWorking);
        Assert.True(options.IsListeningOutside);
        Assert.False(options.IsUnderFunctionsHost);
        Assert.Null(options.EmbeddedStore);
        Assert.Equal(KubernetesFolder.Values["storageAccount"], options.Storage!.AccountName);
        Assert.Equal(KubernetesFolder.Values["timeZone"], options.ReleaseSchedule.Zone.Id);
        // Neither a key nor a managed identity of the node: the token of workload identity is found by itself.
        Assert.Null(options.Storage.ConnectionString);
        Assert.Null(options.Storage.Credential);
        Assert.Equal(folder.The("Deployment", deployment).Container["ports"]![0]!["containerPort"]!.GetValue<int>(), options.Port);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("worker")]
    public void Every_setting_is_one_that_the_app_reads(string deployment) =>
        Assert.All(EnvironmentOf(deployment).Keys, setting => Assert.Contains(setting, AppSettings.Names));

    [Fact]
    public void A_misspelt_setting_is_not_one_that_the_app_reads()
    {
        Assert.Contains("AzureWebJobsStorage__accountName", AppSettings.Names);
        Assert.DoesNotContain("AzureWebJobsStorage__account", AppSettings.Names);
        Assert.DoesNotContain("Works", AppSettings.Names);
    }

    private Dictionary<string, string> EnvironmentOf(string deployment)
    {
        var container = folder.The("Deployment", deployment).Container;
        Assert.Equal("settings", Assert.Single(container["envFrom"]!.AsArray())!["configMapRef"]!["name"]!.GetValue<string>());
        var settings = folder.Replaced().Single(document => document["kind"]!.GetValue<string>() == "ConfigMap")["data"]!.AsObject()
            .Select(setting => (setting.Key, setting.Value!.GetValue<string>()));
        var own = container["env"]!.AsArray()
            .Select(setting => (setting!["name"]!.GetValue<string>(), setting["value"]!.GetValue<string>()));
        return settings.Concat(own).ToDictionary();
    }
}
