using System.Text.Json;

using SurveyEngine.Keys;

using SurveyFunctions.Hosting.Standalone;

using TestSupport;

namespace SurveyFunctions.Tests.Hosting.Standalone;

/// <summary>What the attributes declare, held against what no attribute can say.</summary>
public sealed class DeclaredFunctionTests
{
    private static readonly List<DeclaredFunction> Http = [.. DeclaredFunction.WithTrigger(DeclaredFunction.Http)];
    private static readonly List<DeclaredFunction> Queues = [.. DeclaredFunction.WithTrigger(DeclaredFunction.Queue)];
    private static readonly List<DeclaredFunction> Timers = [.. DeclaredFunction.WithTrigger(DeclaredFunction.Timer)];

    private static readonly JsonElement HostSettings = JsonDocument.Parse(File.ReadAllText(Repository.Path("host.json"))).RootElement;

    [Fact]
    public void What_takes_GET_takes_HEAD_as_well() =>
        Assert.All(Http, function => Assert.Equal(MethodsOf(function).Contains("get"), MethodsOf(function).Contains("head")));

    [Fact]
    public void No_route_lets_an_outsider_reach_what_is_the_hosts()
    {
        var others = Queues.Concat(Timers).Select(function => function.Name).Concat(["admin", "runtime"]).ToList();
        Assert.All(Http.Where(function => function.Name != "Home"), function =>
        {
            var first = function["route"].Split('/')[0];
            Assert.True(first.Length > 0 && !first.Contains('{', StringComparison.Ordinal), $"{function.Name} begins with {first}.");
            Assert.DoesNotContain('*', function["route"]);
            Assert.DoesNotContain(first, others, StringComparer.OrdinalIgnoreCase);
        });
        Assert.Equal("{home:maxlength(0)?}", Http.Single(function => function.Name == "Home")["route"]);
    }

    [Fact]
    public void Every_timer_has_its_patience_and_nothing_else_does()
    {
        Assert.Equal(Timers.Select(function => function.Name).Order(), TimerTrigger.Patience.Keys.Order());
        Assert.All(Timers, function => Assert.True(function.Trigger.GetProperty("useMonitor").GetBoolean()));
    }

    [Fact]
    public void Every_queue_is_one_of_the_products_with_its_poison_queue_and_its_storage() =>
        Assert.All(Queues, function =>
        {
            Assert.Contains(function["queueName"], StoreNames.Queues);
            Assert.Contains(function["queueName"] + "-poison", StoreNames.Queues);
            Assert.Equal("AzureWebJobsStorage", function["connection"]);
        });

    [Fact]
    public void The_host_is_told_what_the_app_does_by_itself_elsewhere()
    {
        var queues = HostSettings.GetProperty("extensions").GetProperty("queues");
        Assert.Equal(QueuePump.MostDeliveries, queues.GetProperty("maxDequeueCount").GetInt32());
        Assert.Equal(QueuePump.MessagesAtOnce, queues.GetProperty("batchSize").GetInt32());
        Assert.Equal("none", queues.GetProperty("messageEncoding").GetString());
        Assert.Equal("", HostSettings.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
        Assert.False(HostSettings.TryGetProperty("customHandler", out _));
    }

    /// <summary>They would tell when somebody answered about which school.</summary>
    [Fact]
    public void The_host_writes_no_line_for_each_call_of_a_function_that_takes_answers()
    {
        var levels = HostSettings.GetProperty("logging").GetProperty("logLevel");
        // Each of these would show single requests as well: the host's own to the app, and those that somebody watches live.
        var insights = HostSettings.GetProperty("logging").GetProperty("applicationInsights");
        Assert.False(insights.GetProperty("enableDependencyTracking").GetBoolean());
        Assert.False(insights.GetProperty("enableLiveMetrics").GetBoolean());
        // What failed is told by the app's own lines; these would tell of each request, or count them every half minute.
        Assert.Equal("None", levels.GetProperty("Host.Results").GetString());
        Assert.Equal("None", levels.GetProperty("Host.Aggregator").GetString());
        var taking = Http.Where(function => MethodsOf(function).Contains("post")).Select(function => function.Name).ToList();
        Assert.Equal(12, taking.Count);
        Assert.All(taking, name => Assert.Equal((name, "Warning"), (name, levels.GetProperty($"Function.{name}").GetString())));
    }

    [Fact]
    public void The_readme_tells_of_every_function_with_its_file_and_trigger()
    {
        var readme = File.ReadAllText(Repository.Path("README.md"));
        Assert.All(Http.Concat(Queues).Concat(Timers), function =>
        {
            var file = function.Method.DeclaringType!.FullName!.Replace('.', '/').Replace("SurveyFunctions/", "src/SurveyFunctions/", StringComparison.Ordinal) + ".cs";
            var row = Assert.Single(readme.Split('\n'), line => line.StartsWith('|') && line.Contains($"`{function.Name}`", StringComparison.Ordinal));
            Assert.True(File.Exists(Repository.Path(file)), file);
            Assert.Contains(file, row, StringComparison.Ordinal);
            if (function.Trigger.TryGetProperty("route", out var route) && function.Name != "Home")
                Assert.Contains("/" + route.GetString(), row, StringComparison.Ordinal);
        });
    }

    private static HashSet<string> MethodsOf(DeclaredFunction function) =>
        [.. function.Trigger.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!)];
}
