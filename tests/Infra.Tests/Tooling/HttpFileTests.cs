using System.Text.Json;

using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

using SurveyFunctions.Hosting;
using SurveyFunctions.Hosting.Standalone;
using SurveyFunctions.Results;

using TestSupport;

namespace Infra.Tests.Tooling;

/// <summary>The requests at hand, held against the functions and the demo that they are sent to.</summary>
public sealed class HttpFileTests
{
    private static readonly IReadOnlyList<HttpFileRequest> Requests = HttpFile.Read();

    [Fact]
    public void Every_request_of_the_file_is_read() => Assert.Equal(
        File.ReadLines(Repository.Path("requests.http")).Count(line => line.StartsWith("###", StringComparison.Ordinal)), Requests.Count);

    [Fact]
    public void Every_HTTP_function_has_a_request_by_each_method_that_has_a_body_or_shows_something()
    {
        // Of the pages to which something is sent, one stands for all.
        string[] alike = ["SchoolSurvey post", "MemberSurvey post", "PreviewForm post", "WithdrawalForm post"];
        var declared = DeclaredFunction.WithTrigger(DeclaredFunction.Http)
            .SelectMany(function => MethodsOf(function).Where(method => method != "head").Select(method => $"{function.Name} {method}"))
            .Except(alike);

        Assert.Equal(declared.Order(), Requests.Select(request => $"{request.Function} {request.Method.ToLowerInvariant()}").Distinct().Order());
    }

    [Fact]
    public void Every_address_is_one_of_the_function_above_it() => Assert.All(Requests, request =>
    {
        Assert.DoesNotContain("{", request.Address, StringComparison.Ordinal);
        Assert.NotNull(ValuesOf(request));
    });

    [Fact]
    public void Every_wave_and_school_is_one_of_the_demo()
    {
        var waves = Directory.EnumerateFiles(Repository.Path("seeds"), "*.json", SearchOption.AllDirectories)
            .Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
            .Where(json => json.TryGetProperty("survey", out _) && json.TryGetProperty("id", out _))
            .Select(json => json.GetProperty("id").GetString()!)
            .ToList();
        var scopes = Directory.EnumerateFiles(Repository.Path("seeds"), "organisations.csv", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(',')[0].Split('/')[^1])
            .ToList();

        Assert.All(Requests, request =>
        {
            foreach (var (name, value) in ValuesOf(request)!)
            {
                if (name == "wave")
                    Assert.Contains((string)value!, waves);
                if (name is "school" or "scope" && value is string place)
                    Assert.Contains(place, scopes);
            }
        });
    }

    [Fact]
    public void What_is_sent_to_the_API_is_JSON() => Assert.All(
        Requests.Where(request => request.Method == "POST" && request.Address.StartsWith("/api/", StringComparison.Ordinal)),
        request => JsonDocument.Parse(request.Body).Dispose());

    [Fact]
    public void It_asks_on_the_port_of_a_running_demo() =>
        Assert.Equal(AppOptions.DefaultPort, new Uri(HttpFile.App).Port);

    /// <summary>Of the route; null: the address is none of the function's.</summary>
    private static RouteValueDictionary? ValuesOf(HttpFileRequest request)
    {
        var route = DeclaredFunction.WithTrigger(DeclaredFunction.Http).Single(function => function.Name == request.Function)["route"];
        var values = new RouteValueDictionary();
        // A matcher does not look at the constraint that the route of the start page is made of.
        var template = TemplateParser.Parse(route is Home.Route ? "" : route);
        return new TemplateMatcher(template, []).TryMatch(request.Address.Split('?')[0], values) ? values : null;
    }

    private static IEnumerable<string> MethodsOf(DeclaredFunction function) =>
        function.Trigger.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!);
}
