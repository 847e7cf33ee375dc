using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

using SurveyFunctions.Hosting;

namespace SurveyFunctions.IsolatedWorker;

/// <summary>
/// Runs an HTTP function within the app's own middleware: the same headers, limits and answers to failures as under the custom handler.
/// The worker's web server would not see what a function throws.
/// </summary>
internal sealed class PipelineOfTheApp : IFunctionsWorkerMiddleware
{
    private readonly RequestDelegate _pipeline;

    public PipelineOfTheApp(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseSecurityHeaders();
        app.UseFailureAnswers();
        app.UseRequestLimit();
        app.Run(static http => http.Features.GetRequiredFeature<Function>().RunAsync());
        _pipeline = app.Build();
    }

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
            return next(context);
        http.Features.Set(new Function(context, next));
        return _pipeline(http);
    }

    private sealed class Function(FunctionContext context, FunctionExecutionDelegate next)
    {
        public Task RunAsync() => next(context);
    }
}
