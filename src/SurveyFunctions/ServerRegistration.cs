using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

using SurveyFunctions.Hosting;
using SurveyFunctions.Intake;
using SurveyFunctions.Pages;

namespace SurveyFunctions;

public static class ServerRegistration
{
    /// <summary>Finishing what is in flight may take this long after SIGTERM.</summary>
    public static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(20);

    private const int BytesKept = 16 * 1024;

    public static IServiceCollection AddServer(this IServiceCollection services, AppOptions options) =>
        (options.IsStoppingWithInput ? services.AddHostedService<StopWithInput>() : services)
        .AddClock()
        .AddCompression()
        .AddSingleton<RequestLimit>()
        .AddSingleton<StorageFailures>()
        // A line of ASP.NET Core about each request would name its path. The server's own lines, of whatever level, are of connections that
        // were reset, or too many: anybody can cause one a request.
        .AddLogging(logging => logging
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            // Anybody can send a form without its token, or with a cookie that is none.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical)
            // Anybody can come back from a provider with whatever words.
            .AddFilter("Microsoft.AspNetCore.Authentication", LogLevel.Critical)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical))
        .Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTime)
        .Configure<KestrelServerOptions>(server =>
        {
            server.AddServerHeader = false;
            // Above the largest body that is read, whose reader refuses what is larger with an answer that says so.
            server.Limits.MaxRequestBodySize = SubmitResponses.MostBytes + (512 * 1024);
            // Idle ones too. Those beyond are closed at once.
            server.Limits.MaxConcurrentConnections = 2 * RequestLimit.MostRequests;
            // What each of so many can have us keep by sending and not reading: head, unread input, unsent output. A browser's head has 1 to 2 KiB.
            server.Limits.MaxRequestHeadersTotalSize = BytesKept;
            server.Limits.MaxRequestBufferSize = BytesKept;
            server.Limits.MaxResponseBufferSize = BytesKept;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });

    /// <summary>Whoever runs the app within another program may have given it another.</summary>
    private static IServiceCollection AddClock(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }
}
