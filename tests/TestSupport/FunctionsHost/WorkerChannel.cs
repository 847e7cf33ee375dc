using System.Collections.Concurrent;
using System.Threading.Channels;

using Grpc.Core;

using Microsoft.Extensions.Logging;

using TestSupport.FunctionsHost.Rpc;

namespace TestSupport.FunctionsHost;

/// <summary>The conversation with one worker process, from its first word until it ends.</summary>
internal sealed class WorkerChannel(HostRecord record)
{
    private const string HostVersion = "4.1037.0.0";

    private readonly Channel<StreamingMessage> _outgoing =
        Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Answers to what is asked before any function runs.</summary>
    private readonly Channel<StreamingMessage> _answers = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, Invocation> _running = new(StringComparer.Ordinal);
    private volatile string? _ended;
    private bool _handlesCancellation;

    /// <summary>Where requests are forwarded to; null: the worker takes none.</summary>
    public string? HttpUri { get; private set; }

    /// <summary>As long as the worker's call lasts.</summary>
    public async Task ConverseAsync(
        IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken gone)
    {
        var writing = WriteAsync(outgoing, gone);
        try
        {
            while (await incoming.MoveNext(gone))
                Receive(incoming.Current);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException)
        {
            // A worker that was killed does not say goodbye.
        }
        End("The worker ended.");
        await writing;
    }

    /// <summary>What the host does before it calls any function.</summary>
    /// <param name="known">What an earlier worker of this app said; null: this one is asked.</param>
    public async Task<IReadOnlyList<HostedFunction>> InitializeAsync(string appFolder, IReadOnlyList<HostedFunction>? known)
    {
        var request = new WorkerInitRequest { HostVersion = HostVersion, WorkerDirectory = appFolder, FunctionAppDirectory = appFolder };
        var init = (await AskAsync(new StreamingMessage { WorkerInitRequest = request })).WorkerInitResponse;
        Require(init.Result, "initialise");
        HttpUri = init.Capabilities.TryGetValue("HttpUri", out var uri) ? uri : null;
        _handlesCancellation = init.Capabilities.ContainsKey("HandlesInvocationCancelMessage");

        if (known is null)
        {
            var indexing = new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = appFolder } };
            var metadata = (await AskAsync(indexing)).FunctionMetadataResponse;
            Require(metadata.Result, "tell its functions");
            known = [.. metadata.FunctionMetadataResults.Select(function => new HostedFunction(function))];
        }
        foreach (var function in known)
        {
            var load = new FunctionLoadRequest { FunctionId = function.Metadata.FunctionId, Metadata = function.Metadata };
            Require((await AskAsync(new StreamingMessage { FunctionLoadRequest = load })).FunctionLoadResponse.Result, $"load {function.Name}");
        }
        return known;
    }

    /// <summary>Completes when the function has ended, or the worker.</summary>
    /// <param name="cancellationToken">The worker is told that nobody waits any more; how the function ends is its own affair.</param>
    public async Task<InvocationResult> InvokeAsync(string id, HostedFunction function, TriggerData data, CancellationToken cancellationToken)
    {
        var request = new InvocationRequest
        {
            InvocationId = id,
            FunctionId = function.Metadata.FunctionId,
            TraceContext = new RpcTraceContext { TraceParent = $"00-{id.Replace("-", "", StringComparison.Ordinal)}-{id[^12..]}0000-00" },
        };
        request.InputData.Add(new ParameterBinding { Name = function.TriggerParameter, Data = data.Value });
        request.TriggerMetadata.Add(data.Metadata);

        var invocation = new Invocation();
        _running[id] = invocation;
        if (_ended is { } ended)
            invocation.TrySetResult(InvocationResult.Lost(ended));
        Send(new StreamingMessage { InvocationRequest = request });
        using var cancelling = _handlesCancellation
            ? cancellationToken.UnsafeRegister(_ => Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = id } }), state: null)
            : default;
        var result = await invocation.Task;
        record.Finished(function, result);
        return result;
    }

    /// <summary>As the host does before it ends itself.</summary>
    public void Terminate() => Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate() });

    /// <summary>Nothing more is to be expected of this worker.</summary>
    public void End(string why)
    {
        _ended ??= why;
        _outgoing.Writer.TryComplete();
        _answers.Writer.TryComplete(new InvalidOperationException(why));
        foreach (var id in _running.Keys)
        {
            if (_running.TryRemove(id, out var invocation))
                invocation.TrySetResult(InvocationResult.Lost(why));
        }
    }

    private static void Require(StatusResult? result, string what)
    {
        if (result is { Status: not StatusResult.Types.Status.Success })
            throw new InvalidOperationException($"The worker could not {what}: {result.Exception?.Message}");
    }

    private async Task<StreamingMessage> AskAsync(StreamingMessage question)
    {
        Send(question);
        return await _answers.Reader.ReadAsync();
    }

    private void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken gone)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(gone))
                await outgoing.WriteAsync(message, gone);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or InvalidOperationException)
        {
            // What it was to be told it does not hear; who waits for an answer learns that it ended.
        }
    }

    private void Receive(StreamingMessage message)
    {
        record.CountMessage();
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (_running.TryRemove(message.InvocationResponse.InvocationId, out var invocation))
                    invocation.TrySetResult(InvocationResult.Of(message.InvocationResponse));
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                Keep(message.RpcLog);
                break;
            case not (StreamingMessage.ContentOneofCase.None or StreamingMessage.ContentOneofCase.StartStream):
                _answers.Writer.TryWrite(message);
                break;
        }
    }

    private void Keep(RpcLog log)
    {
        var isDropped = log.LogCategory == RpcLog.Types.RpcLogCategory.User && !_running.ContainsKey(log.InvocationId);
        record.Logs.Enqueue(new WorkerLog(log.Category, (LogLevel)log.Level, log.Message, log.Exception?.Message, log.InvocationId, isDropped));
    }

    private sealed class Invocation() : TaskCompletionSource<InvocationResult>(TaskCreationOptions.RunContinuationsAsynchronously);
}
