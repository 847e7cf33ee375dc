using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace SurveyFunctions.Hosting.Worker;

/// <summary>
/// Runs an HTTP function, and executes its result, within the app's request pipeline: the same headers, limits and answers to failures as
/// without the Functions host. The worker's own extension would execute the result outside of it.
/// </summary>
internal sealed class WorkerPipeline : IFunctionsWorkerMiddleware
{
    private readonly RequestDelegate _pipeline;

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
        http.Features.Set(new Invocation(context, next));
        return _pipeline(http);
    }

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
