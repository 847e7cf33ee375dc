using System.Net;

using SurveyFunctions.Problems;

namespace SurveyFunctions.Hosting.FunctionsHost;

/// <summary>
/// What the Functions host calls for functions that are not HTTP: <c>POST /&lt;FunctionName&gt;</c> on the loopback
/// address. They exist only under the host, and refuse whatever may have come from outside through it.
/// </summary>
public static class TriggerEndpoints
{
    /// <summary>The host's queue messages are at most 64 KiB; escaped twice and with metadata they stay below this.</summary>
    private const int MostBytes = 1024 * 1024;

    /// <summary>The host waits for an object; an empty body or <c>null</c> would hang until the function times out.</summary>
    private static readonly byte[] Done = """{"Outputs":{},"Logs":[],"ReturnValue":null}"""u8.ToArray();

    public static void MapTriggers(this IEndpointRouteBuilder app, Triggers triggers)
    {
        foreach (var trigger in triggers.Queues)
            Map(app, trigger.Name, (body, cancellationToken) => trigger.Run(TriggerCall.ReadMessage(body), cancellationToken));

        foreach (var trigger in triggers.Timers)
        {
            Map(app, trigger.Name, (body, cancellationToken) =>
            {
                TriggerCall.RequireTimer(body);
                return trigger.Run(cancellationToken);
            });
        }
    }

    private static void Map(IEndpointRouteBuilder app, string name, Func<ReadOnlyMemory<byte>, CancellationToken, Task> run) =>
        app.MapPost("/" + name, async (HttpContext context) =>
        {
            if (!IsFromHost(context.Request))
            {
                await new ProblemResult(ProblemCatalogue.NotFound).ExecuteAsync(context);
                return;
            }
            var body = await BodyReader.ReadAsync(context.Request, MostBytes, context.RequestAborted)
                ?? throw new FormatException($"The trigger call is over {MostBytes} bytes.");
            await run(body, context.RequestAborted);
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(Done, context.RequestAborted);
        }).WithMetadata(new RequestLimit.AlwaysLetIn());

    /// <summary>
    /// A request that an outsider sent through the host keeps the public host name when it is forwarded, and carries
    /// <c>X-Forwarded-For</c> when it is proxied; so may what the public address's own proxies add. The host's own calls have
    /// none of it.
    /// </summary>
    private static bool IsFromHost(HttpRequest request) =>
        !request.Headers.Keys.Any(IsOfProxy)
        && (request.Host.Host == "localhost" || (IPAddress.TryParse(request.Host.Host, out var address) && IPAddress.IsLoopback(address)));

    private static bool IsOfProxy(string header) =>
        header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
        || header.Equals("x-azure-clientip", StringComparison.OrdinalIgnoreCase);
}
