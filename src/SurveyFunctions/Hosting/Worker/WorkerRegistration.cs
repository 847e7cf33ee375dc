using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Extensions.Logging.Console;

namespace SurveyFunctions.Hosting.Worker;

public static class WorkerRegistration
{
    /// <summary>What differs from any isolated worker.</summary>
    public static FunctionsApplicationBuilder ConfigureWorker(this FunctionsApplicationBuilder builder)
    {
        builder.UseMiddleware<WorkerPipeline>();
        builder.Services
            .AddSingleton<IFunctionActivator, SharedFunctions>()
            .Configure<WorkerOptions>(worker => worker.InputConverters.RegisterAt<CancellationTokens>(0));
        builder.Logging.AddLinesForTheHost();
        return builder;
    }

    /// <summary>
    /// Of what a worker logs through its channel, the host drops all that belongs to no invocation under way: what a commit, a message or
    /// a start has to say. Lines it takes whenever they come, and makes a trace of each: of the standard output information, of the error
    /// output an error, or a warning if it has "warn" in it. So each entry is one line, and what somebody has to look at goes to the error
    /// output.
    /// </summary>
    private static void AddLinesForTheHost(this ILoggingBuilder logging) => logging
        .ClearProviders()
        // The host tells of every run that failed; of requests that is whoever hung up before their call began.
        .AddFilter("Microsoft.Azure.Functions.Worker.FunctionsApplication", LogLevel.None)
        .AddSimpleConsole(format => format.SingleLine = true)
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Warning);

    /// <summary>One object of each function for all invocations, as without the Functions host, in place of a new one for each.</summary>
    private sealed class SharedFunctions : IFunctionActivator
    {
        public object? CreateInstance(Type instanceType, FunctionContext context) => context.InstanceServices.GetRequiredService(instanceType);
    }

    /// <summary>
    /// Binds a function's cancellation token before anything else can: the host sends the query and the members of a JSON body by name, and
    /// one that is called like the parameter would be taken for it, and fail. Of a request it is cancelled when the client has gone.
    /// </summary>
    private sealed class CancellationTokens : IInputConverter
    {
        private static readonly ValueTask<ConversionResult> Unhandled = new(ConversionResult.Unhandled());

        public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => context.TargetType == typeof(CancellationToken)
            ? new(ConversionResult.Success(context.FunctionContext.GetHttpContext()?.RequestAborted ?? context.FunctionContext.CancellationToken))
            : Unhandled;
    }
}
