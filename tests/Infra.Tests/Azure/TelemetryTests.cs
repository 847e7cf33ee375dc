using System.Text.Json.Nodes;

using TestSupport;

namespace Infra.Tests.Azure;

/// <summary>What reaches Application Insights: nothing that tells when somebody answered about which school.</summary>
public sealed class TelemetryTests
{
    /// <summary>
    /// Functions that take answers, or show the form for them: their addresses name the wave and the school. And those that sign in and out: of an
    /// invitation the address has its secret.
    /// </summary>
    private static readonly string[] Intake =
        ["AcceptInvitation", "ChangePerson", "FamilySurvey", "IdentityProvider", "InvitePerson", "MemberSurvey", "PreviewForm", "SchoolSurvey", "SignOut", "SubmitResponse", "SubmitResponses", "WithdrawResponse", "WithdrawalForm"];

    private static readonly JsonNode Host = JsonNode.Parse(File.ReadAllText(Repository.Path("host.json")))!;

    private static JsonObject Levels => Host["logging"]!["logLevel"]!.AsObject();

    [Fact]
    public void The_host_writes_no_line_about_each_call_of_a_function_that_takes_answers()
    {
        const string Prefix = "Function.";
        var named = Levels.Where(level => level.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(level => level.Key[Prefix.Length..], level => level.Value!.GetValue<string>());

        Assert.Equal(Intake, named.Keys.Order(StringComparer.Ordinal));
        Assert.All(named.Values, level => Assert.Equal("Warning", level));
        // A misspelt one would hold nothing back.
        Assert.All(named.Keys, name => Assert.Contains(name, FunctionNames.All));
    }

    [Fact]
    public void The_host_sends_no_requests_dependencies_or_live_metrics()
    {
        Assert.Equal("None", Levels["Host.Results"]!.GetValue<string>());
        Assert.Equal("None", Levels["Host.Aggregator"]!.GetValue<string>());
        var insights = Host["logging"]!["applicationInsights"]!;
        Assert.False(insights["enableDependencyTracking"]!.GetValue<bool>());
        Assert.False(insights["enableLiveMetrics"]!.GetValue<bool>());
        Assert.False(insights["enablePerformanceCountersCollection"]!.GetValue<bool>());
        Assert.False(insights["httpAutoCollectionOptions"]!["enableHttpTriggerExtendedInfoCollection"]!.GetValue<bool>());
    }

    /// <summary>In that mode the host does not heed what it is told for Application Insights.</summary>
    [Fact]
    public void The_host_sends_nothing_as_OpenTelemetry() => Assert.Null(Host["telemetryMode"]);

    /// <summary>What goes to the host is held back by its levels; what the app sent itself would not be.</summary>
    [Fact]
    public void The_app_has_no_package_that_sends_telemetry()
    {
        string[] senders = ["ApplicationInsights", "OpenTelemetry", "Azure.Monitor"];
        var locked = JsonNode.Parse(File.ReadAllText(Repository.Path("src", "SurveyFunctions", "packages.lock.json")))!["dependencies"]!.AsObject();
        var packages = locked.SelectMany(framework => framework.Value!.AsObject()).Select(package => package.Key).ToList();

        Assert.Contains("Azure.Core", packages);
        Assert.All(packages, package => Assert.DoesNotContain(senders, sender => package.Contains(sender, StringComparison.OrdinalIgnoreCase)));
    }
}
