using System.Diagnostics;

using Surveys.Ids;

namespace Benchmarks.Load;

/// <summary>So many requests a second, whatever the answers take.</summary>
internal static class PacedLoad
{
    private const int MostConnections = 64;

    /// <returns>When each was acknowledged, by <see cref="Stopwatch"/>.</returns>
    public static async Task<IReadOnlyList<(ResponseId Id, long AcknowledgedAt)>> RunAsync(int port, double perSecond, IReadOnlyList<Request> requests)
    {
        var acknowledged = new (ResponseId, long)[requests.Count];
        var connections = Math.Min(MostConnections, Math.Max(1, (int)perSecond));
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async first =>
        {
            using var connection = await RawConnection.OpenAsync(port);
            for (var i = first; i < requests.Count; i += connections)
            {
                var wait = TimeSpan.FromSeconds(i / perSecond) - Stopwatch.GetElapsedTime(start);
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait);
                if (await connection.SendAsync(requests[i].Bytes) is not 201 and var status)
                    throw new InvalidOperationException($"A response was answered with {status}.");
                acknowledged[i] = (requests[i].Id, Stopwatch.GetTimestamp());
            }
        }));
        return acknowledged;
    }
}
