using System.Collections.Concurrent;

using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

using SurveyFunctions.Access;
using SurveyFunctions.Hosting.Standalone;

namespace SurveyFunctions.Hosting.Worker;

/// <summary>
/// Runs an HTTP function, and executes its result, within the app's request pipeline: the same headers, limits and answers to failures as
/// without the Functions host. The worker's own extension would execute the result outside of it.
/// </summary>
internal sealed class WorkerPipeline : IFunctionsWorkerMiddleware
{
    private readonly RequestDelegate _pipeline;
    private readonly ConcurrentDictionary<string, Endpoint> _endpoints = new();

    public WorkerPipeline(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseRequestPipeline();
        app.Run(static http => http.Features.GetRequiredFeature<Invocation>().AnswerAsync(http));
        _pipeline = app.Build();
    }

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
            return next(context);
        // The deployment takes nothing else; what comes from the host to its worker does not.
        if (!Loopback.IsOf(http.Request))
            http.Request.Scheme = Uri.UriSchemeHttps;
        http.Features.Set(FromFunctionsHost.Instance);
        http.Features.Set(new Invocation(context, next));
        http.SetEndpoint(_endpoints.GetOrAdd(context.FunctionDefinition.Name, static (name, definition) => EndpointOf(name, definition), context.FunctionDefinition));
        return _pipeline(http);
    }

    /// <summary>What a function declares is where the app's own pipeline looks for it.</summary>
    private static Endpoint EndpointOf(string name, FunctionDefinition definition) =>
        new(requestDelegate: null, new EndpointMetadataCollection(AccessPolicy.MetadataOf(DeclaredFunction.MethodOf(definition.EntryPoint))), name);

    private sealed class Invocation(FunctionContext context, FunctionExecutionDelegate next)
    {
        public async Task AnswerAsync(HttpContext http)
        {
            await next(context);
            var invoked = context.GetInvocationResult();
            var answer = (IResult)invoked.Value!;
            // What is left here would be executed once more, and written as JSON to the host.
            invoked.Value = null;
            await answer.ExecuteAsync(http);
        }
    }
}
