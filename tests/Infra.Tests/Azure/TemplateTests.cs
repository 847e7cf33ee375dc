using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

using SurveyEngine.Keys;
using SurveyEngine.Releases;

using SurveyFunctions.Hosting;

using SurveyStorage;

using TestSupport;

namespace Infra.Tests.Azure;

/// <summary>The deployment to Azure, held against the app that it deploys.</summary>
public sealed partial class TemplateTests(Template template)
{
    /// <summary>Microsoft's ids of its own roles.</summary>
    private static readonly Dictionary<string, string> Roles = new()
    {
        ["Storage Blob Data Owner"] = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
        ["Storage Queue Data Contributor"] = "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
        ["Storage Table Data Contributor"] = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
        ["Monitoring Metrics Publisher"] = "3913510d-42f4-4e42-8a64-420c390055eb",
    };

    private JsonObject App => template.The("Microsoft.Web/sites")["properties"]!.AsObject();

    [Fact]
    public void It_compiles_and_the_compiler_has_nothing_to_say() => Assert.Equal("", template.Findings);

    [Fact]
    public void The_app_understands_its_settings_and_reads_nothing_but_an_identity()
    {
        var settings = AppSettingsOfTheApp();
        var seen = settings.Where(setting => AppSettings.Names.Contains(setting.Key)).ToDictionary();
        seen["NightlyRollupTimeZone"] = template.Default("rollupTimeZone");
        seen["SignIn"] = template.Default("signIn");

        var options = AppOptions.Read(AppSettings.AsConfiguration(seen), isUnderFunctionsHost: true);

        Assert.True(options.IsUnderFunctionsHost);
        Assert.Equal("managedidentity", options.Storage!.Credential);
        Assert.NotNull(options.Storage.AccountName);
        Assert.NotNull(options.Storage.ClientId);
        Assert.Null(options.Storage.ConnectionString);
        Assert.Equal(ReleaseSchedule.UsualTimeZone, options.ReleaseSchedule.Zone.Id);
    }

    /// <summary>A misspelt one would go unnoticed until somebody misses what it does.</summary>
    [Fact]
    public void Every_setting_is_read_by_the_app_or_by_the_host()
    {
        string[] host = ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AzureWebJobsDisableHomepage"];

        Assert.Equal(
            [.. host, "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__credential", "NightlyRollupTimeZone", "SignIn"],
            AppSettingsOfTheApp().Keys.Order(StringComparer.Ordinal));
        Assert.All(AppSettingsOfTheApp().Keys.Except(host), setting => Assert.Contains(setting, AppSettings.Names));
    }

    [Fact]
    public void The_plan_runs_what_the_app_is_built_for()
    {
        var framework = XDocument.Load(Repository.Path("Directory.Build.props")).Descendants("TargetFramework").Single().Value;
        var config = App["functionAppConfig"]!;

        Assert.Equal("dotnet-isolated", template.Default("runtime"));
        Assert.Equal("[parameters('runtime')]", config["runtime"]!["name"]!.GetValue<string>());
        Assert.Equal(
            $"[if(equals(parameters('runtime'), 'custom'), '1.0', '{framework["net".Length..]}')]", config["runtime"]!["version"]!.GetValue<string>());
        Assert.Equal("FC1", template.The("Microsoft.Web/serverfarms")["sku"]!["name"]!.GetValue<string>());
        Assert.Equal("UserAssignedIdentity", config["deployment"]!["storage"]!["authentication"]!["type"]!.GetValue<string>());
    }

    /// <summary>As many as a transaction takes beside the batch's own row: what waits together then shares one.</summary>
    [Fact]
    public void An_instance_works_on_as_many_submissions_at_once_as_share_a_transaction()
    {
        Assert.Equal(
            "[parameters('perInstanceConcurrency')]",
            App["functionAppConfig"]!["scaleAndConcurrency"]!["triggers"]!["http"]!["perInstanceConcurrency"]!.GetValue<string>());
        Assert.Equal(TableLimits.MaxActions - 1, template.Parameters["perInstanceConcurrency"]!["minValue"]!.GetValue<int>());
        Assert.True(int.Parse(template.Default("perInstanceConcurrency"), CultureInfo.InvariantCulture) >= TableLimits.MaxActions - 1);
    }

    [Fact]
    public void The_identity_has_the_roles_that_app_and_host_need_and_the_operator_those_of_surveyctl()
    {
        Assert.NotEmpty(StoreNames.Tables);
        Assert.NotEmpty(StoreNames.Queues);
        Assert.Equal(
            IdsOf("Storage Blob Data Owner", "Storage Queue Data Contributor", "Storage Table Data Contributor"),
            template.Evaluated(template.Variables["appRoles"]!).Order());
        Assert.Equal(
            ["storageQueueDataContributor", "storageTableDataContributor"],
            VariableName().Matches(template.Variables["adminRoles"]!.GetValue<string>()).Select(name => name.Groups["name"].Value).Order());
        Assert.Equal(IdsOf([.. Roles.Keys]), template.Variables.Where(variable => Guid.TryParse(variable.Value!.ToString(), out _)).Select(variable => variable.Value!.ToString()).Order());

        // On the storage account and the traces alone: none on the resource group.
        var assignments = template.Of("Microsoft.Authorization/roleAssignments").ToList();
        Assert.Equal(3, assignments.Count);
        Assert.Equal(2, assignments.Count(assignment => assignment["scope"]!.GetValue<string>().Contains("Microsoft.Storage/storageAccounts", StringComparison.Ordinal)));
        Assert.Equal(1, assignments.Count(assignment => assignment["scope"]!.GetValue<string>().Contains("Microsoft.Insights/components", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_key_or_password_opens_anything()
    {
        var storage = template.The("Microsoft.Storage/storageAccounts")["properties"]!;
        Assert.False(storage["allowSharedKeyAccess"]!.GetValue<bool>());
        Assert.False(storage["allowBlobPublicAccess"]!.GetValue<bool>());
        Assert.Equal("TLS1_2", storage["minimumTlsVersion"]!.GetValue<string>());
        Assert.True(App["httpsOnly"]!.GetValue<bool>());
        Assert.True(template.The("Microsoft.Insights/components")["properties"]!["DisableLocalAuth"]!.GetValue<bool>());
        Assert.True(template.The("Microsoft.OperationalInsights/workspaces")["properties"]!["features"]!["disableLocalAuth"]!.GetValue<bool>());
        var passwords = template.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies").ToList();
        Assert.Equal(2, passwords.Count);
        Assert.All(passwords, policy => Assert.False(policy["properties"]!["allow"]!.GetValue<bool>()));

        var text = template.ToString();
        Assert.DoesNotContain("listKeys", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AccountKey", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("listConnectionStrings", text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The Functions host's own page has no place on a survey's address.</summary>
    [Fact]
    public void The_host_shows_no_page_of_its_own() => Assert.Equal("true", AppSettingsOfTheApp()["AzureWebJobsDisableHomepage"]);

    private static IEnumerable<string> IdsOf(params IEnumerable<string> roles) => roles.Select(role => Roles[role]).Order();

    private Dictionary<string, string> AppSettingsOfTheApp() => App["siteConfig"]!["appSettings"]!.AsArray()
        .ToDictionary(setting => setting!["name"]!.GetValue<string>(), setting => setting!["value"]!.GetValue<string>());

    [GeneratedRegex(@"variables\('(?<name>\w+)'\)", RegexOptions.NonBacktracking)]
    private static partial Regex VariableName();
}
