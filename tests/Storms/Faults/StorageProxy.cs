using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Storms.Faults;

/// <summary>
/// A loopback proxy in front of one of Azurite's services that knows where a request and its reply begin and end, so that it can
/// repeat, hold back or answer them by itself. What meets no fault passes as it is.
/// </summary>
internal sealed class StorageProxy : IAsyncDisposable
{
    /// <summary>Longer than the product waits for a reply.</summary>
    private static readonly TimeSpan PastPatience = TimeSpan.FromSeconds(11);

    private readonly WebApplication _server;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
    private readonly Uri _target;
    private readonly FaultOdds _odds;
    private readonly Random _random;
    private readonly FaultLog _log;
    private readonly ConcurrentDictionary<Task, bool> _heldBack = new();
    private volatile bool _isFaulty;

    private StorageProxy(Uri target, FaultOdds odds, Random random, FaultLog log)
    {
        _target = target;
        _odds = odds;
        _random = random;
        _log = log;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Listen(IPAddress.Loopback, 0);
            server.Limits.MinRequestBodyDataRate = null;
        });
        _server = builder.Build();
        _server.Run(ServeAsync);
    }

    public bool IsFaulty
    {
        get => _isFaulty;
        set => _isFaulty = value;
    }

    public static async Task<StorageProxy> StartAsync(Uri target, FaultOdds odds, Random random, FaultLog log)
    {
        var proxy = new StorageProxy(target, odds, random, log);
        await proxy._server.StartAsync();
        return proxy;
    }

    /// <summary>A connection string with this proxy in place of the target.</summary>
    public string Through(string connectionString) => connectionString.Replace(
        _target.GetLeftPart(UriPartial.Authority), _server.Urls.First().TrimEnd('/'), StringComparison.Ordinal);

    /// <summary>Until everything held back has arrived.</summary>
    public Task DrainAsync() => Task.WhenAll(_heldBack.Keys);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var request = await StoredRequest.ReadAsync(context.Request);
        RequestFault? fault = null;
        var delay = TimeSpan.Zero;
        lock (_random)
        {
            if (_isFaulty)
            {
                fault = _odds.Draw(_random, request.IsSend);
                delay = TimeSpan.FromMilliseconds(_random.Next(50, 1200));
            }
        }
        if (fault is { } happened)
            _log.Happened(happened.ToString());
        switch (fault)
        {
            case null:
                await AnswerAsync(context, await ForwardAsync(request));
                break;
            case RequestFault.Reset:
                context.Abort();
                break;
            case RequestFault.ReplyLost:
                await ForwardAsync(request);
                context.Abort();
                break;
            case RequestFault.Late:
                context.Abort();
                HoldBack(request, delay);
                break;
            case RequestFault.Twice or RequestFault.MessageReplayed:
                await ForwardAsync(request);
                await AnswerAsync(context, await ForwardAsync(request));
                break;
            case RequestFault.Status500:
                await AnswerAsync(context, StoredReply.Of(HttpStatusCode.InternalServerError));
                break;
            case RequestFault.Status500After:
                await ForwardAsync(request);
                await AnswerAsync(context, StoredReply.Of(HttpStatusCode.InternalServerError));
                break;
            case RequestFault.Status503:
                await AnswerAsync(context, StoredReply.Of(HttpStatusCode.ServiceUnavailable));
                break;
            case RequestFault.Status503RetryAfter:
                await AnswerAsync(context, StoredReply.Of(HttpStatusCode.ServiceUnavailable, retryAfterSeconds: 1));
                break;
            case RequestFault.Timeout:
                var late = await ForwardAsync(request);
                await Task.Delay(PastPatience, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
                await AnswerAsync(context, late);
                break;
            case RequestFault.Slow:
                await Task.Delay(delay);
                await AnswerAsync(context, await ForwardAsync(request));
                break;
            case RequestFault.MessageLost:
                await AnswerAsync(context, StoredReply.OfMessage());
                break;
            case RequestFault.MessageDelayed:
                await AnswerAsync(context, StoredReply.OfMessage());
                HoldBack(request, delay + delay + delay);
                break;
            default:
                throw new InvalidOperationException($"There is no such fault: {fault}.");
        }
    }

    private void HoldBack(StoredRequest request, TimeSpan delay)
    {
        var task = ArriveLaterAsync(request, delay);
        _heldBack.TryAdd(task, true);
    }

    private async Task ArriveLaterAsync(StoredRequest request, TimeSpan delay)
    {
        await Task.Delay(delay);
        await ForwardAsync(request);
    }

    /// <summary>Null: Azurite does not answer.</summary>
    private async Task<StoredReply?> ForwardAsync(StoredRequest request)
    {
        try
        {
            using var message = request.ToMessage(_target);
            using var reply = await _client.SendAsync(message);
            return await StoredReply.ReadAsync(reply);
        }
        catch (Exception down) when (down is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task AnswerAsync(HttpContext context, StoredReply? reply)
    {
        try
        {
            if (reply is null)
                context.Abort();
            else
                await reply.WriteAsync(context.Response);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client has given up.
        }
    }

    /// <summary>A signal to end is for the whole program, not for a proxy in it.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>A request whole, so that it can be sent again.</summary>
    private sealed record StoredRequest(string Method, string Target, IReadOnlyList<KeyValuePair<string, string?[]>> Headers, byte[] Body)
    {
        public bool IsSend => Method == "POST" && Target.Contains("/messages", StringComparison.Ordinal);

        public static async Task<StoredRequest> ReadAsync(HttpRequest request)
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            return new StoredRequest(
                request.Method,
                request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                [.. request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToArray()))],
                body.ToArray());
        }

        public HttpRequestMessage ToMessage(Uri target)
        {
            // As it was signed, not as a client would write it.
            var address = new Uri(
                target.GetLeftPart(UriPartial.Authority) + Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            var message = new HttpRequestMessage(new HttpMethod(Method), address);
            if (Body.Length > 0 || Method is "POST" or "PUT" or "MERGE")
                message.Content = new ByteArrayContent(Body);
            foreach (var (name, values) in Headers)
            {
                if (name is "Connection" or "Transfer-Encoding" || name.StartsWith(':'))
                    continue;
                if (!message.Headers.TryAddWithoutValidation(name, values))
                    message.Content?.Headers.TryAddWithoutValidation(name, values);
            }
            return message;
        }
    }

    /// <summary>A reply whole, Azurite's or one of our own.</summary>
    private sealed record StoredReply(int Status, IReadOnlyList<KeyValuePair<string, string[]>> Headers, byte[] Body)
    {
        public static StoredReply Of(HttpStatusCode status, int? retryAfterSeconds = null) => new(
            (int)status,
            retryAfterSeconds is { } seconds ? [KeyValuePair.Create("Retry-After", new[] { seconds.ToString(CultureInfo.InvariantCulture) })] : [],
            []);

        /// <summary>What a queue answers that has taken a message.</summary>
        public static StoredReply OfMessage()
        {
            var now = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
            var body = $"""
                <?xml version="1.0" encoding="utf-8"?><QueueMessagesList><QueueMessage><MessageId>{Guid.NewGuid()}</MessageId><InsertionTime>{now}</InsertionTime><ExpirationTime>{now}</ExpirationTime><PopReceipt>AgAAAAMAAAAAAAAA</PopReceipt><TimeNextVisible>{now}</TimeNextVisible></QueueMessage></QueueMessagesList>
                """;
            return new StoredReply(
                StatusCodes.Status201Created,
                [KeyValuePair.Create("Content-Type", new[] { "application/xml" })],
                System.Text.Encoding.UTF8.GetBytes(body.Trim()));
        }

        public static async Task<StoredReply> ReadAsync(HttpResponseMessage reply) => new(
            (int)reply.StatusCode,
            [
                .. reply.Headers.Concat(reply.Content.Headers)
                    .Where(header => header.Key is not ("Transfer-Encoding" or "Connection" or "Keep-Alive" or "Content-Length"))
                    .Select(header => KeyValuePair.Create(header.Key, header.Value.ToArray())),
            ],
            await reply.Content.ReadAsByteArrayAsync());

        public async Task WriteAsync(HttpResponse response)
        {
            response.StatusCode = Status;
            foreach (var (name, values) in Headers)
                response.Headers[name] = values;
            if (Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
                return;
            response.ContentLength = Body.Length;
            await response.Body.WriteAsync(Body);
        }
    }
}
