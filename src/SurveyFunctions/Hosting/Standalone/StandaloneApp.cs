using System.Net;

using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;

using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.Hosting.Standalone;

/// <summary>The app without the Functions host: the same functions on a server of its own, which polls the queues and fires the timers.</summary>
public static class StandaloneApp
{
    public static WebApplication BuildStandalone(this WebApplicationBuilder builder, AppOptions options)
    {
        var hasStarted = false;
        // What fails before the start is thrown as well, and told in a line instead of a stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => hasStarted && level >= LogLevel.Information);
        builder.WebHost.ConfigureKestrel(server =>
        {
            if (options.IsListeningOutside)
                server.ListenAnyIP(options.Port);
            else
                server.Listen(IPAddress.Loopback, options.Port);
        });
        if (options.IsWorking)
            builder.Services.AddPumps(options);

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => hasStarted = true);
        // Else it is put before all of this by itself, and answers addresses that are functions of ours.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseForwardedHeaders(ForwardedBy(options.TrustedProxies));
        app.UseRequestPipeline();
        // Whatever no function answers; for a wrong method routing has set the status and Allow.
        app.UseStatusCodePages(context => new ProblemResult(
            context.HttpContext.Response.StatusCode == StatusCodes.Status405MethodNotAllowed
                ? ProblemCatalogue.MethodNotAllowed
                : ProblemCatalogue.NotFound).ExecuteAsync(context.HttpContext));
        app.MapFunctions(options);
        return app;
    }

    /// <summary>Whether a browser came over https, and to which host, a proxy says that is named.</summary>
    private static ForwardedHeadersOptions ForwardedBy(IReadOnlyList<System.Net.IPNetwork> proxies)
    {
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = proxies.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost : ForwardedHeaders.None,
        };
        // Loopback is among them otherwise.
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
            forwarded.KnownIPNetworks.Add(proxy);
        return forwarded;
    }

    private static void AddPumps(this IServiceCollection services, AppOptions options) => services
        .AddSingleton<TimerClaims>()
        .AddHostedService(provider => ActivatorUtilities.CreateInstance<QueuePump>(
            provider,
            DeclaredFunction.Enabled(DeclaredFunction.Queue, options).Select(function => QueueTrigger.Of(function, provider)).ToList(),
            QueuePump.UsualLease))
        .AddHostedService(provider => ActivatorUtilities.CreateInstance<TimerPump>(
            provider,
            DeclaredFunction.Enabled(DeclaredFunction.Timer, options).Select(function => TimerTrigger.Of(function, provider)).ToList()));
}
