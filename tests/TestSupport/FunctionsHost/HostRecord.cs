using System.Collections.Concurrent;

using Microsoft.Extensions.Logging;

namespace TestSupport.FunctionsHost;

/// <summary>A log entry that the worker sent.</summary>
/// <param name="InvocationId">Empty: of no invocation.</param>
/// <param name="IsDropped">The host writes it nowhere: the app's own, and of no invocation that runs.</param>
public sealed record WorkerLog(string Category, LogLevel Level, string Message, string? Exception, string InvocationId, bool IsDropped);

/// <summary>What the host heard of its workers, one after the other.</summary>
internal sealed class HostRecord
{
    private long _messages;
    private long _httpInvocations;

    public ConcurrentQueue<string> Output { get; } = new();

    /// <summary>What of it went to the error output.</summary>
    public ConcurrentQueue<string> ErrorOutput { get; } = new();

    public ConcurrentQueue<WorkerLog> Logs { get; } = new();

    public ConcurrentQueue<(string Function, string Data)> SentBack { get; } = new();

    public long Messages => Interlocked.Read(ref _messages);

    public long HttpInvocations => Interlocked.Read(ref _httpInvocations);

    public void CountMessage() => Interlocked.Increment(ref _messages);

    public void Finished(HostedFunction function, InvocationResult result)
    {
        if (function.IsHttp)
            Interlocked.Increment(ref _httpInvocations);
        if (result.SentBack is not null)
            SentBack.Enqueue((function.Name, result.SentBack));
    }
}
