using System.Net;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

using Yarp.ReverseProxy.Forwarder;

namespace TestSupport.FunctionsHost;

/// <summary>
/// The host's public address. A request that the trigger of a function names is forwarded to the worker, both ways as it comes, beside
/// a call over gRPC that bears the same id: the worker starts when it has both, and the request ends when both have.
/// </summary>
internal sealed class HttpFront : IAsyncDisposable
{
    private const long MostBytes = 100 * 1024 * 1024;

    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(5);
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    private readonly WebApplication _app;
    private readonly Func<Task<WorkerChannel>> _worker;
    private readonly IHttpForwarder _forwarder;
    private readonly HttpMessageInvoker _toWorker =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    private HttpFront(WebApplication app, Func<Task<WorkerChannel>> worker)
    {
        _app = app;
        _worker = worker;
        _forwarder = app.Services.GetRequiredService<IHttpForwarder>();
    }

    public Uri Address => new(_app.Urls.Single());

    /// <param name="worker">The one that runs; while it is being replaced, the next one.</param>
    public static async Task<HttpFront> StartAsync(IEnumerable<HostedFunction> functions, HostSettings settings, Func<Task<WorkerChannel>> worker)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = MostBytes;
            server.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeToStop);
        builder.Services.AddRouting();
        builder.Services.AddHttpForwarder();
        var app = builder.Build();
        var front = new HttpFront(app, worker);
        front.Map(functions.Where(function => function.IsHttp), settings.RoutePrefix);
        await app.StartAsync();
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _toWorker.Dispose();
    }

    private void Map(IEnumerable<HostedFunction> functions, string prefix)
    {
        // What no function names, the method included, is not found.
        _app.Use((http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<HostedFunction>() is not null)
                return next(http);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        var order = 0;
        foreach (var function in functions)
        {
            Task InvokeAsync(HttpContext http) => this.InvokeAsync(http, function);
            var route = $"{prefix}/{function.Route}";
            var endpoint = function.Methods is { } methods ? _app.MapMethods(route, methods, InvokeAsync) : _app.Map(route, InvokeAsync);
            endpoint.WithMetadata(function).WithOrder(order++);
        }
    }

    private async Task InvokeAsync(HttpContext http, HostedFunction function)
    {
        if (await FindWorkerAsync(http) is not { } worker)
            return;
        // What is in front of the host on Azure has ended the encryption.
        if (http.Request.Headers["X-Forwarded-Proto"] is [{ Length: > 0 } scheme, ..])
            http.Request.Scheme = scheme;
        var id = Guid.NewGuid().ToString();
        http.Request.Headers["x-ms-invocation-id"] = id;
        var data = TriggerData.Http(http.Request, function);

        // Sets X-Forwarded-For, -Host and -Proto, whatever the client had sent, and gives up when the client does.
        var forwarding = _forwarder.SendAsync(http, worker.HttpUri!, _toWorker, Config);
        var result = await worker.InvokeAsync(id, function, data, http.RequestAborted);
        var error = await forwarding;
        if ((result.Status != InvocationStatus.Succeeded || error != ForwarderError.None) && !http.Response.HasStarted)
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    private async Task<WorkerChannel?> FindWorkerAsync(HttpContext http)
    {
        try
        {
            return await _worker().WaitAsync(http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return null;
        }
    }
}
