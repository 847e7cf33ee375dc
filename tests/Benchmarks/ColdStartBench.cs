using System.Diagnostics;
using System.Net.Sockets;

using Benchmarks.Load;
using Benchmarks.Measuring;
using Benchmarks.Running;

using Surveyctl.Local;

using TestSupport;

namespace Benchmarks;

/// <summary>From process start to the first 200 of the start page, against an empty app published in the same way.</summary>
internal sealed class ColdStartBench(Choice choice)
{
    private static readonly TimeSpan TryInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly byte[] _request = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray();

    private sealed record Side(string Name, string Program, IReadOnlyDictionary<string, string> Settings, string PortSetting);

    public async Task RunAsync()
    {
        using var folder = new TemporaryFolder();
        using var app = await PublishedApp.MakeAsync(isQuick: false);
        var empty = await EmptyApp.PublishAsync(folder);
        await using var file = await FreshStore.StartAsync(StoreKind.Embedded);
        await FamilyWave.OpenAsync(file.Engine, schools: 60);
        file.Close();
        await using var azurite = await FreshStore.StartAsync(StoreKind.Azurite);
        await FamilyWave.OpenAsync(azurite.Engine, schools: 60);
        Side[] sides =
        [
            new("empty app", empty, new Dictionary<string, string>(), "PORT"),
            new("under the host, Azurite", app.Program!, AppProcess.UnderFunctionsHost(azurite.Azurite!.ConnectionString), "FUNCTIONS_CUSTOMHANDLER_PORT"),
            new("standalone, embedded", app.Program!, AppProcess.Embedded(file.File), "Port"),
        ];
        var starts = choice.IsQuick ? 3 : 15;
        var times = sides.ToDictionary(side => side, _ => new List<double>());
        // The first start of each reads the disk and is not counted.
        for (var start = 0; start <= starts; start++)
        {
            foreach (var side in sides)
            {
                var time = await StartAsync(side);
                if (start > 0)
                    times[side].Add(time);
            }
        }
        Tell(sides, times);
    }

    private async Task<double> StartAsync(Side side)
    {
        var port = FreePort.Find();
        var info = new ProcessStartInfo(side.Program)
        {
            WorkingDirectory = Path.GetDirectoryName(side.Program)!,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in side.Settings)
            info.Environment[name] = value;
        // The product must know by itself that there is no ICU; how much is logged is its own choice.
        info.Environment.Remove("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT");
        info.Environment.Remove("Logging__LogLevel__Default");
        info.Environment[side.PortSetting] = port.ToString();
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(info)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        try
        {
            while (!await AnswersAsync(port))
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(started) > Patience)
                    throw new InvalidOperationException($"The {side.Name} did not answer.");
                await Task.Delay(TryInterval);
            }
            var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (File.ReadLines($"/proc/{process.Id}/maps").Any(line => line.Contains("libicu", StringComparison.Ordinal)))
                throw new InvalidOperationException($"The {side.Name} has loaded ICU.");
            return milliseconds;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>False: nobody listens yet.</summary>
    private async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var connection = await RawConnection.OpenAsync(port);
            var status = await connection.SendAsync(_request);
            return status == 200 ? true : throw new InvalidOperationException($"The start page answers {status}.");
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void Tell(IReadOnlyList<Side> sides, Dictionary<Side, List<double>> times)
    {
        var empty = Median.Of(times[sides[0]]);
        foreach (var side in sides)
        {
            Report.Line(
                "coldstart", ("side", side.Name), ("ratio", Median.Of(times[side]) / empty), ("medianMs", Median.Of(times[side])),
                ("p95Ms", new Latencies(times[side]).At(0.95)), ("starts", times[side].Count));
        }
        Report.Table(
            "coldstart: process start to the first 200 of the start page, no ICU loaded (medians, alternating)",
            ["app", "ratio", "median ms", "fastest ms", "starts"],
            [.. sides.Select(side => (string[])
            [
                side.Name, $"{Median.Of(times[side]) / empty:F2}", $"{Median.Of(times[side]):F0}", $"{times[side].Min():F0}", $"{times[side].Count}",
            ])]);
    }
}
