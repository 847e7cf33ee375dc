using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

using Benchmarks.Load;
using Benchmarks.Measuring;
using Benchmarks.Running;


using TestSupport;
using TestSupport.FunctionsHost;

namespace Benchmarks;

/// <summary>
/// From process start to the first 200 of the start page: without the Functions host against an empty app, and as its worker against an
/// empty worker; each published in the same way. CPU time is that of the process that starts.
/// </summary>
internal sealed class ColdStartBench(Choice choice)
{
    private static readonly TimeSpan TryInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly byte[] _request = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray();

    private sealed record Side(string Name, Func<Task<Start>> StartAsync);

    private sealed record Start(double Milliseconds, double CpuMilliseconds);

    public async Task RunAsync()
    {
        using var folder = new TemporaryFolder();
        using var app = await PublishedApp.MakeAsync(isQuick: false);
        var empty = await EmptyApp.PublishAsync(folder);
        var emptyWorker = await EmptyWorker.PublishAsync(folder);
        await using var file = await FreshStore.StartAsync(StoreKind.Embedded);
        await FamilyWave.OpenAsync(file.Engine, schools: 60);
        file.Close();
        await using var azurite = await FreshStore.StartAsync(StoreKind.Azurite);
        await FamilyWave.OpenAsync(azurite.Engine, schools: 60);
        var hosted = AppProcess.UnderFunctionsHost(azurite.Azurite!.ConnectionString);
        await MeasureAsync(
            "without the Functions host",
            new Side("empty app", () => StartAloneAsync(empty, new Dictionary<string, string>(), "PORT")),
            new Side("the app, embedded", () => StartAloneAsync(app.Program!, AppProcess.Embedded(file.File), "Port")),
            new Side("the app, Azurite", () => StartAloneAsync(app.Program!, AppProcess.Standalone(azurite.Azurite.ConnectionString), "Port")));
        await MeasureAsync(
            "as a worker, under a played Functions host",
            new Side("empty worker", () => StartWorkerAsync(emptyWorker, hosted)),
            new Side("the app, Azurite", () => StartWorkerAsync(Path.GetDirectoryName(app.Program)!, hosted)));
    }

    private async Task MeasureAsync(string title, params Side[] sides)
    {
        var starts = choice.IsQuick ? 3 : 15;
        var times = sides.ToDictionary(side => side, _ => new List<Start>());
        // The first start of each reads the disk and is not counted.
        for (var start = 0; start <= starts; start++)
        {
            foreach (var side in sides)
            {
                var time = await side.StartAsync();
                if (start > 0)
                    times[side].Add(time);
            }
        }
        Tell(title, sides, times);
    }

    private async Task<Start> StartAloneAsync(string program, IReadOnlyDictionary<string, string> settings, string portSetting)
    {
        var port = FreePort.Find();
        var info = new ProcessStartInfo(AppProcess.DotnetHost(), ["exec", program])
        {
            WorkingDirectory = Path.GetDirectoryName(program)!,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings)
            info.Environment[name] = value;
        Clean(info.Environment);
        info.Environment[portSetting] = port.ToString();
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(info)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        try
        {
            while (!await AnswersAsync(port))
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(started) > Patience)
                    throw new InvalidOperationException($"{program} did not answer.");
                await Task.Delay(TryInterval);
            }
            return Started(started, process.Id);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<Start> StartWorkerAsync(string folder, Dictionary<string, string> settings)
    {
        settings = new Dictionary<string, string>(settings);
        Clean(settings);
        var started = Stopwatch.GetTimestamp();
        await using var host = await EmulatedFunctionsHost.StartAsync(settings, folder);
        using var answer = await host.Client.GetAsync("/");
        return answer.StatusCode == HttpStatusCode.OK
            ? Started(started, host.WorkerProcessId)
            : throw new InvalidOperationException($"The start page answers {answer.StatusCode}.");
    }

    /// <summary>The product must know by itself that there is no ICU; how much is logged is its own choice.</summary>
    private static void Clean<T>(IDictionary<string, T> environment)
    {
        environment.Remove("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT");
        environment.Remove("Logging__LogLevel__Default");
    }

    private static Start Started(long began, int processId)
    {
        var start = new Start(Stopwatch.GetElapsedTime(began).TotalMilliseconds, ProcessUsage.Cpu(processId).TotalMilliseconds);
        return File.ReadLines($"/proc/{processId}/maps").Any(line => line.Contains("libicu", StringComparison.Ordinal))
            ? throw new InvalidOperationException("ICU is loaded.")
            : start;
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

    private static void Tell(string title, IReadOnlyList<Side> sides, Dictionary<Side, List<Start>> starts)
    {
        var rows = new List<string[]>();
        foreach (var side in sides)
        {
            var (time, cpu) = (Medians(side).Time, Medians(side).Cpu);
            var (timeRatio, cpuRatio) = (time / Medians(sides[0]).Time, cpu / Medians(sides[0]).Cpu);
            Report.Line(
                "coldstart", ("where", title), ("side", side.Name), ("cpuRatio", cpuRatio), ("timeRatio", timeRatio), ("medianCpuMs", cpu),
                ("medianMs", time), ("starts", starts[side].Count));
            rows.Add([side.Name, $"{cpuRatio:F2}", $"{timeRatio:F2}", $"{cpu:F0}", $"{time:F0}", $"{starts[side].Min(start => start.Milliseconds):F0}"]);
        }
        Report.Table(
            $"coldstart {title}: process start to the first 200 of the start page, no ICU loaded (medians, alternating)",
            ["app", "CPU ratio", "time ratio", "CPU ms", "median ms", "fastest ms"],
            rows);

        (double Time, double Cpu) Medians(Side side) =>
            (Median.Of(starts[side].Select(start => start.Milliseconds)), Median.Of(starts[side].Select(start => start.CpuMilliseconds)));
    }
}
