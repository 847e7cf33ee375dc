using System.Diagnostics;

using Benchmarks.Measuring;

namespace Benchmarks.Load;

/// <param name="Seconds">From the first request to the last answer.</param>
/// <param name="Latencies">Of every request.</param>
/// <param name="Refused">Answers other than 201.</param>
/// <param name="Cpu">Of the process that made the load.</param>
internal sealed record LoadResult(double Seconds, Latencies Latencies, int Refused, TimeSpan Cpu)
{
    public double PerSecond => Latencies.Count / Seconds;
}

/// <summary>So many clients, each with a connection of its own and one request at a time, until nothing is left to send.</summary>
internal static class ClosedLoad
{
    private const int Created = 201;

    /// <param name="ports">Clients are dealt out over them in turn.</param>
    public static async Task<LoadResult> RunAsync(IReadOnlyList<int> ports, int clients, IReadOnlyList<Request> requests)
    {
        var connections = new List<RawConnection>();
        for (var client = 0; client < clients; client++)
            connections.Add(await RawConnection.OpenAsync(ports[client % ports.Count], blocks: clients == 1));
        var refused = 0;
        try
        {
            var result = await RunAsync(clients, requests.Count, async (client, index) =>
            {
                if (await connections[client].SendAsync(requests[index].Bytes) != Created)
                    Interlocked.Increment(ref refused);
            });
            return result with { Refused = refused };
        }
        finally
        {
            foreach (var connection in connections)
                connection.Dispose();
        }
    }

    /// <summary>The same of any work: <paramref name="work"/> gets the client and the number of the request.</summary>
    public static async Task<LoadResult> RunAsync(int clients, int count, Func<int, int, Task> work)
    {
        var next = -1;
        var milliseconds = new double[count];
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(StartAsync));
        return new LoadResult(
            Stopwatch.GetElapsedTime(start).TotalSeconds, new Latencies(milliseconds), 0, Environment.CpuUsage.TotalTime - cpu);

        // On a thread of its own: work that blocks has as many threads as there are clients.
        Task StartAsync(int client) => Task.Factory.StartNew(
            () => ClientAsync(client), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

        async Task ClientAsync(int client)
        {
            for (var index = Interlocked.Increment(ref next); index < count; index = Interlocked.Increment(ref next))
            {
                var sent = Stopwatch.GetTimestamp();
                await work(client, index);
                milliseconds[index] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
            }
        }
    }
}
