using System.Text.Json;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

using SurveyFunctions.Aggregate;
using SurveyFunctions.Hosting;
using SurveyFunctions.Hosting.FunctionsHost;
using SurveyFunctions.Hosting.Standalone;
using SurveyFunctions.Intake;
using SurveyFunctions.Results;
using SurveyFunctions.Rollup;

using SurveyStore.Azure;
using SurveyStore.Contract;

using TestSupport;

using static SurveyFunctions.Tests.Functions.FunctionFolders;

namespace SurveyFunctions.Tests.Functions;

/// <summary>What the Functions host reads, held against what the app does.</summary>
public sealed class FunctionFolderTests
{
    private static IEnumerable<(string Name, JsonElement Trigger)> HttpFunctions => Triggers("httpTrigger");

    [Fact]
    public void Every_HTTP_function_is_a_route_of_the_app_and_the_other_way_round()
    {
        var functions = HttpFunctions.Select(function => (RouteOf(function.Trigger), MethodsOf(function.Trigger)));

        // The start page has no first segment to be told by, so its template takes a parameter that is always empty.
        var routes = Endpoints(isUnderFunctionsHost: false)
            .GroupBy(endpoint => endpoint.RoutePattern.RawText!.Trim('/'))
            .Select(route => (
                route.Key.Length == 0 ? "{home:maxlength(0)?}" : route.Key,
                string.Join(' ', route.SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods).Order())));
        Assert.Equal(routes.Order(), functions.Order());
    }

    [Fact]
    public void Every_other_function_is_a_trigger_of_the_app_and_the_other_way_round()
    {
        var routes = Endpoints(isUnderFunctionsHost: true).Select(endpoint => endpoint.RoutePattern.RawText!.Trim('/'))
            .Except(Endpoints(isUnderFunctionsHost: false).Select(endpoint => endpoint.RoutePattern.RawText!.Trim('/')));

        Assert.Equal(routes.Order(), Triggers("queueTrigger").Concat(Triggers("timerTrigger")).Select(function => function.Name).Order());
    }

    [Fact]
    public void Queues_and_schedules_are_those_of_the_code()
    {
        var triggers = App(isUnderFunctionsHost: true).Services.GetRequiredService<Triggers>();

        Assert.Equal(
            triggers.Queues.Select(trigger => (trigger.Name, trigger.Queue, trigger.Queue + "-poison")),
            Triggers("queueTrigger").Select(function => (function.Name, Text(function.Trigger, "queueName"), Text(function.Trigger, "queueName") + "-poison")));
        Assert.All(triggers.Queues, trigger => Assert.Equal(trigger.Queue + "-poison", trigger.PoisonQueue));
        Assert.Equal(
            triggers.Timers.Select(trigger => (trigger.Name, trigger.Schedule.Expression)).Order(),
            Triggers("timerTrigger").Select(function => (function.Name, Text(function.Trigger, "schedule"))).Order());
    }

    [Fact]
    public void The_bindings_have_the_names_that_the_app_reads()
    {
        Assert.All(Triggers("queueTrigger"), function =>
            Assert.Equal(("message", "AzureWebJobsStorage"), (Text(function.Trigger, "name"), Text(function.Trigger, "connection"))));
        Assert.All(Triggers("timerTrigger"), function => Assert.Equal("timer", Text(function.Trigger, "name")));
    }

    [Fact]
    public void An_HTTP_function_has_one_trigger_and_one_output_so_that_the_host_passes_requests_on()
    {
        Assert.All(HttpFunctions, function => Assert.Equal(
            ["http out", "httpTrigger in"],
            Bindings[function.Name].EnumerateArray().Select(binding => $"{Text(binding, "type")} {Text(binding, "direction")}").Order()));
        Assert.All(Bindings.Where(folder => HttpFunctions.All(function => function.Name != folder.Key)), folder =>
            Assert.Equal(1, folder.Value.GetArrayLength()));
    }

    [Fact]
    public void No_route_lets_an_outsider_reach_a_trigger_or_the_host()
    {
        var triggers = Triggers("queueTrigger").Concat(Triggers("timerTrigger")).Select(function => function.Name).ToList();
        foreach (var (name, trigger) in HttpFunctions.Where(function => function.Name != "Home"))
        {
            var route = RouteOf(trigger);
            var first = route.Split('/')[0];
            Assert.True(first.Length > 0 && !first.Contains('{', StringComparison.Ordinal), $"{name} begins with {first}.");
            Assert.DoesNotContain('*', route);
            Assert.DoesNotContain(first, triggers, StringComparer.OrdinalIgnoreCase);
            Assert.DoesNotContain(first, new[] { "admin", "runtime" }, StringComparer.OrdinalIgnoreCase);
        }
        Assert.Equal("{home:maxlength(0)?}", RouteOf(HttpFunctions.Single(function => function.Name == "Home").Trigger));
    }

    [Fact]
    public void The_host_is_told_what_the_app_does_by_itself_elsewhere()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Repository.Path("host.json")));
        var queues = host.RootElement.GetProperty("extensions").GetProperty("queues");
        Assert.Equal(QueuePump.MostDeliveries, queues.GetProperty("maxDequeueCount").GetInt32());
        Assert.Equal(QueuePump.MessagesAtOnce, queues.GetProperty("batchSize").GetInt32());
        Assert.Equal("none", Text(queues, "messageEncoding"));
        Assert.Equal("", Text(host.RootElement.GetProperty("extensions").GetProperty("http"), "routePrefix"));
        var handler = host.RootElement.GetProperty("customHandler");
        Assert.True(handler.GetProperty("enableForwardingHttpRequest").GetBoolean());
        Assert.True(handler.GetProperty("enableProxyingHttpRequest").GetBoolean());
        Assert.Equal("SurveyFunctions", Text(handler.GetProperty("description"), "defaultExecutablePath"));
    }

    /// <summary>They would tell when somebody answered about which school.</summary>
    [Fact]
    public void The_host_writes_no_line_for_each_call_of_a_function_that_takes_answers()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Repository.Path("host.json")));
        var levels = host.RootElement.GetProperty("logging").GetProperty("logLevel");
        // Each of these would show single requests as well: the host's own to the app, and those that somebody watches live.
        var insights = host.RootElement.GetProperty("logging").GetProperty("applicationInsights");
        Assert.False(insights.GetProperty("enableDependencyTracking").GetBoolean());
        Assert.False(insights.GetProperty("enableLiveMetrics").GetBoolean());
        var taking = HttpFunctions.Where(function => MethodsOf(function.Trigger).Contains("POST", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(taking);
        // What failed is told by the traces of its function; these would tell of each request, or count them every half minute.
        Assert.Equal("None", Text(levels, "Host.Results"));
        Assert.Equal("None", Text(levels, "Host.Aggregator"));
        Assert.All(taking, function =>
            Assert.Equal((function.Name, "Warning"), (function.Name, levels.TryGetProperty($"Function.{function.Name}", out var level) ? level.GetString() : null)));
    }

    private static List<RouteEndpoint> Endpoints(bool isUnderFunctionsHost) =>
        [.. ((IEndpointRouteBuilder)App(isUnderFunctionsHost)).DataSources.SelectMany(source => source.Endpoints).Cast<RouteEndpoint>()];

    /// <summary>Composed as in Program.cs; it is never started, and connects to nothing.</summary>
    private static WebApplication App(bool isUnderFunctionsHost)
    {
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage:accountName"] = "account" };
        if (isUnderFunctionsHost)
            settings["FUNCTIONS_CUSTOMHANDLER_PORT"] = "0";
        var options = AppOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services
            .AddStore(Task.FromResult<IStorage>(AzureStorage.Connect(options.Storage!)))
            .AddIntake()
            .AddAggregation()
            .AddRollup(options.Nights)
            .AddResults()
            .AddTriggers(options);
        var app = builder.Build();
        app.MapIntake();
        app.MapResults();
        if (isUnderFunctionsHost)
            app.MapTriggers(app.Services.GetRequiredService<Triggers>());
        return app;
    }
}
