using Microsoft.AspNetCore.Routing;

using SurveyFunctions.Access;
using SurveyFunctions.Results;

namespace SurveyFunctions.Hosting.Standalone;

/// <summary>The HTTP functions as endpoints of this process's own server: routes and methods are those of their triggers.</summary>
public static class FunctionEndpoints
{
    public static void MapFunctions(this IEndpointRouteBuilder app, AppOptions options)
    {
        foreach (var function in DeclaredFunction.Enabled(DeclaredFunction.Http, options))
        {
            // The host's template for an address without a segment would answer 405 to every other address of one segment here.
            var route = function["route"] is Home.Route ? "" : function["route"];
            var methods = function.Trigger.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant());
            // With the first request: the store, which the function may need, is still being opened.
            var run = new Lazy<Func<HttpContext, Task<IResult>>>(() => Bind(function, app.ServiceProvider));
            app.MapMethods("/" + route, methods, async context => await (await run.Value(context)).ExecuteAsync(context))
                .WithDisplayName(function.Name)
                .WithMetadata(AccessPolicy.MetadataOf(function.Method));
        }
    }

    /// <summary>A function takes the request, the values of its route by name, and a token that is cancelled when the client has gone.</summary>
    private static Func<HttpContext, Task<IResult>> Bind(DeclaredFunction function, IServiceProvider services)
    {
        var names = function.Method.GetParameters().Where(parameter => parameter.ParameterType == typeof(string)).Select(parameter => parameter.Name!).ToList();
        switch (names)
        {
            case []:
                var plain = function.On<Func<HttpRequest, CancellationToken, Task<IResult>>>(services);
                return context => plain(context.Request, context.RequestAborted);
            case [var name]:
                var one = function.On<Func<HttpRequest, string?, CancellationToken, Task<IResult>>>(services);
                return context => one(context.Request, Value(context, name), context.RequestAborted);
            case [var first, var second]:
                var two = function.On<Func<HttpRequest, string?, string?, CancellationToken, Task<IResult>>>(services);
                return context => two(context.Request, Value(context, first), Value(context, second), context.RequestAborted);
            case [var first, var second, var third]:
                var three = function.On<Func<HttpRequest, string?, string?, string?, CancellationToken, Task<IResult>>>(services);
                return context => three(context.Request, Value(context, first), Value(context, second), Value(context, third), context.RequestAborted);
            default:
                throw new NotSupportedException($"{function.Name} takes {names.Count} values of its route.");
        }
    }

    private static string? Value(HttpContext context, string name) => (string?)context.Request.RouteValues[name];
}
