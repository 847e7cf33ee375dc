using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

using Benchmarks.Load;
using Benchmarks.Measuring;
using Benchmarks.Running;

using SurveyFunctions.Intake;

namespace Benchmarks;

/// <summary>
/// How long a lone family waits for its 201 while thousands of bodies arrive at 300 bytes a second, each said to be as large as a response
/// may be; against the same family alone.
/// </summary>
internal sealed class SlowBodiesBench(Choice choice)
{
    private const int Schools = 60;
    private const int SlowBodies = 5_000;
    private const int BytesPerSecond = 300;

    public async Task RunAsync()
    {
        using var app = await PublishedApp.MakeAsync(choice.IsQuick);
        await using var store = await FreshStore.StartAsync(StoreKind.Azurite);
        var wave = await FamilyWave.OpenAsync(store.Engine, Schools);
        var answers = new FullAnswers(wave, seed: 1);
        store.Close();
        await using var running = await MeasuredApp.StartAsync(app, store.AppSettings());
        await MeasureAsync(running, answers);
        var alone = await MeasureAsync(running, answers);
        using var ending = new CancellationTokenSource();
        var slow = new List<Socket>();
        for (var i = 0; i < SlowBodies; i++)
            slow.Add(await BeginAsync(running.Port));
        var dripping = DripAsync(slow, ending.Token);
        var beside = await MeasureAsync(running, answers);
        await ending.CancelAsync();
        var open = await dripping;
        slow.ForEach(socket => socket.Dispose());
        Report.Line(
            "slowbodies", ("slowBodies", SlowBodies), ("openAtTheEnd", open), ("maxMs", beside.At(1)), ("p99Ms", beside.At(0.99)), ("p50Ms", beside.At(0.5)),
            ("aloneMaxMs", alone.At(1)), ("aloneP99Ms", alone.At(0.99)), ("aloneP50Ms", alone.At(0.5)), ("responses", beside.Count));
        Report.Table(
            $"slowbodies: milliseconds until a family's 201, while {SlowBodies} bodies arrive at {BytesPerSecond} bytes/s ({open} were open at the end)",
            ["", "p50", "p99", "longest"],
            [["alone", .. Row(alone)], ["beside slow bodies", .. Row(beside)]]);
    }

    private static string[] Row(Latencies latencies) => [$"{latencies.At(0.5):F1}", $"{latencies.At(0.99):F1}", $"{latencies.At(1):F1}"];

    private async Task<Latencies> MeasureAsync(MeasuredApp app, FullAnswers answers)
    {
        var requests = Enumerable.Range(0, choice.Of(500)).Select(_ => answers.NextRequest()).ToList();
        var load = await ClosedLoad.RunAsync([app.Port], clients: 1, requests);
        return load.Refused == 0 ? load.Latencies : throw new InvalidOperationException($"{load.Refused} responses were not accepted.");
    }

    private static async Task<Socket> BeginAsync(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"POST /api/waves/{FamilyWave.Id}/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {SubmitResponse.MostBytes}\r\n\r\n{{"));
        return socket;
    }

    /// <returns>How many were still taken at the end.</returns>
    private static async Task<int> DripAsync(IReadOnlyList<Socket> sockets, CancellationToken cancellationToken)
    {
        var bytes = new byte[BytesPerSecond];
        Array.Fill(bytes, (byte)' ');
        while (!cancellationToken.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            foreach (var socket in sockets.Where(IsOpen))
                await socket.SendAsync(bytes, CancellationToken.None);
            var rest = TimeSpan.FromSeconds(1) - Stopwatch.GetElapsedTime(began);
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
        return sockets.Count(IsOpen);
    }

    private static bool IsOpen(Socket socket) => !socket.Poll(0, SelectMode.SelectRead);
}
