using System.Collections.Concurrent;

using Grpc.Core;

using TestSupport.FunctionsHost.Rpc;

namespace TestSupport.FunctionsHost;

/// <summary>Takes the calls of workers that were started, each by its id.</summary>
internal sealed class FunctionRpcService : FunctionRpc.FunctionRpcBase
{
    private readonly ConcurrentDictionary<string, WorkerChannel> _expected = new(StringComparer.Ordinal);

    public void Expect(string workerId, WorkerChannel channel) => _expected[workerId] = channel;

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (await requestStream.MoveNext(context.CancellationToken)
            && requestStream.Current.StartStream is { } start
            && _expected.TryRemove(start.WorkerId, out var channel))
        {
            await channel.ConverseAsync(requestStream, responseStream, context.CancellationToken);
        }
    }
}
