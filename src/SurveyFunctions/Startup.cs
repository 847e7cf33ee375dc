using System.Net.Sockets;

using SurveyEngine.Intake;
using SurveyEngine.Releases;

using SurveyFunctions.Hosting;
using SurveyFunctions.Results;

namespace SurveyFunctions;

/// <summary>From options to a running server, or to a message that says why not and what to do.</summary>
public static partial class Startup
{
    private const int Refused = 1;

    /// <summary>
    /// The process's exit code. Under the Functions host nobody waits for the store to answer: a cold start should not, and three
    /// exits in half an hour stop the host for good.
    /// </summary>
    public static async Task<int> RunAsync(IHost app, AppOptions options, StoreOpening store, TextWriter errors)
    {
        if (!options.IsUnderFunctionsHost && await store.Problem is { } problem)
            return Refuse([problem], errors);
        // Beside the start of the server. Whether it fails does not matter, but it must not use a store that is being closed.
        using var ending = new CancellationTokenSource();
        var readingAhead = Task.Run(() => app.Services.GetRequiredService<FindDemos>().ReadAheadAsync(ending.Token));
        try
        {
            return await ServeAsync(app, options, errors);
        }
        finally
        {
            await ending.CancelAsync();
            await readingAhead.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Says on the error output what is missing; the Functions host takes a line of it for an error by that word.</summary>
    public static int Refuse(IReadOnlyList<string> problems, TextWriter errors)
    {
        errors.WriteLine("error: SurveyFunctions does not start:");
        foreach (var problem in problems)
            errors.WriteLine($"  - {problem}");
        return Refused;
    }

    private static async Task<int> ServeAsync(IHost app, AppOptions options, TextWriter errors)
    {
        try
        {
            await app.StartAsync();
        }
        catch (OperationCanceledException) when (app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            // Asked to end before it began.
            return 0;
        }
        catch (IOException taken) when (taken.InnerException is { } inner && IsAddressInUse(inner))
        {
            return Refuse([$"Port {options.Port} is in use by another program. Stop it, or choose another port: --Port={options.Port + 1}"], errors);
        }
        catch (SocketException refused)
        {
            return Refuse(
                [$"The system does not let the app listen on port {options.Port}: {refused.Message}. Choose another: --Port=8080"], errors);
        }
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("SurveyFunctions");
        foreach (var address in app is WebApplication alone ? alone.Urls : [])
            Log.Listening(logger, address);
        if (options.ReleaseSchedule == ReleaseSchedule.WithoutTimeZones)
            Log.NoTimeZones(logger);
        await app.WaitForShutdownAsync();
        // After the server took its last request. What is not announced in time is folded within five minutes all the same.
        await Task.WhenAny(
            app.Services.GetRequiredService<AcceptResponses>().DrainAsync(), Task.Delay(ServerRegistration.ShutdownTime, TimeProvider.System));
        return 0;
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
