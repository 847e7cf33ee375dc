using System.Net;
using System.Net.Sockets;

using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;

using SurveyFunctions.Intake;
using SurveyFunctions.Problems;
using SurveyFunctions.Results;
using SurveyFunctions.Rollup;

using SurveyStore.Intake;

namespace SurveyFunctions.Hosting;

/// <summary>From options to a running server, or to a message that says why not and what to do.</summary>
public static partial class Startup
{
    private const int Refused = 1;

    /// <summary>Finishing what is in flight may take this long after SIGTERM.</summary>
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(20);

    private static volatile bool _hasStarted;

    public static void ConfigureServer(this WebApplicationBuilder builder, AppOptions options)
    {
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // What fails before that is thrown as well, and told in a line instead of a stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => _hasStarted && level >= LogLevel.Information);
        if (options.IsUnderFunctionsHost)
            builder.Services.WriteLinesForTheHost();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTime);
        builder.WebHost.ConfigureKestrel(server =>
        {
            SetLimits(server);
            if (options.IsListeningOutside)
                server.ListenAnyIP(options.Port);
            else
                server.Listen(IPAddress.Loopback, options.Port);
        });
    }

    /// <summary>
    /// The host makes a trace of each line: information of the standard output, an error of the error output, a warning if it has "warn"
    /// in it. So that each entry is one line, and what somebody has to look at is told by its level.
    /// </summary>
    private static void WriteLinesForTheHost(this IServiceCollection services) => services
        .Configure<SimpleConsoleFormatterOptions>(format => format.SingleLine = true)
        .Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Warning);

    public static void SetLimits(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        // Above the largest body that is read, whose reader refuses what is larger with an answer that says so.
        server.Limits.MaxRequestBodySize = SubmitResponses.MostBytes + (512 * 1024);
        // Idle ones too, which hold little. Those on top are closed at once.
        server.Limits.MaxConcurrentConnections = 2 * RequestLimit.MostRequests;
    }

    /// <summary>Whatever no function answers; for a wrong method routing has set the status and <c>Allow</c>.</summary>
    public static void UseProblemsWhereNothingAnswers(this IApplicationBuilder app) =>
        app.UseStatusCodePages(context => new ProblemResult(
            context.HttpContext.Response.StatusCode == StatusCodes.Status405MethodNotAllowed
                ? ProblemCatalogue.MethodNotAllowed
                : ProblemCatalogue.NotFound).ExecuteAsync(context.HttpContext));

    /// <summary>
    /// The process's exit code. Under the Functions host nobody waits for the store to answer: a cold start should not, and three
    /// exits in half an hour stop the host for good.
    /// </summary>
    public static async Task<int> RunAsync(WebApplication app, AppOptions options, StoreOpening store)
    {
        if (!options.IsUnderFunctionsHost && await store.Problem is { } problem)
            return Refuse([problem]);
        // Beside the start of the server. Whether it fails does not matter, but it must not use a store that is being closed.
        using var ending = new CancellationTokenSource();
        var readingAhead = Task.Run(() => app.Services.GetRequiredService<Home>().ReadAheadAsync(ending.Token));
        try
        {
            return await ServeAsync(app, options);
        }
        finally
        {
            await ending.CancelAsync();
            await readingAhead.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<int> ServeAsync(WebApplication app, AppOptions options)
    {
        try
        {
            await app.StartAsync();
            _hasStarted = true;
        }
        catch (IOException taken) when (taken.InnerException is { } inner && IsAddressInUse(inner))
        {
            return Refuse([$"Port {options.Port} is in use by another program. Stop it, or choose another port: --Port={options.Port + 1}"]);
        }
        catch (SocketException refused)
        {
            return Refuse(
                [$"The system does not let the app listen on port {options.Port}: {refused.Message}. Choose another: --Port=8080"]);
        }
        foreach (var address in app.Urls)
            Log.Listening(app.Logger, address);
        if (options.Nights == Nights.WithoutTimeZones)
            Log.NoTimeZones(app.Logger);
        await app.WaitForShutdownAsync();
        await DrainAsync(app.Services);
        return 0;
    }

    /// <summary>After the server took its last request. What is not announced in time is left to the sweep.</summary>
    public static Task DrainAsync(IServiceProvider services) =>
        Task.WhenAny(services.GetRequiredService<AcceptResponses>().DrainAsync(), Task.Delay(ShutdownTime, TimeProvider.System));

    /// <summary>Says on the error output what is missing.</summary>
    public static int Refuse(IReadOnlyList<string> problems)
    {
        Console.Error.WriteLine("SurveyFunctions does not start:");
        foreach (var problem in problems)
            Console.Error.WriteLine($"  - {problem}");
        return Refused;
    }

    private static bool IsAddressInUse(Exception exception) =>
        exception is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
        || (exception.InnerException is { } inner && IsAddressInUse(inner));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Listening on {Address}")]
        public static partial void Listening(ILogger logger, string address);

        [LoggerMessage(2, LogLevel.Warning, "This machine knows no time zones: releases are made at nine in the morning UTC.")]
        public static partial void NoTimeZones(ILogger logger);
    }
}
