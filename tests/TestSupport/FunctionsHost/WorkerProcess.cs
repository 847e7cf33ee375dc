using System.Collections.Concurrent;
using System.Diagnostics;

using Microsoft.Extensions.Configuration;

namespace TestSupport.FunctionsHost;

/// <summary>A worker as the host starts it. It ends with this process, in whatever way: it stops when its standard input does.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly string[] AmbientSettings =
        ["AzureWebJobs", "FUNCTIONS_", "AZURE_FUNCTIONS_", "ASPNETCORE_", "DOTNET_ENVIRONMENT", "EmbeddedStore"];

    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Task _reading;

    private WorkerProcess(Process process, HostRecord record)
    {
        _process = process;
        Id = process.Id;
        _reading = Task.WhenAll(FollowAsync(process.StandardOutput, record.Output), FollowAsync(process.StandardError, record.Output, record.ErrorOutput));
        Exited = ExitedAsync();
    }

    public int Id { get; }

    /// <summary>Its exit code, when it has ended and all that it wrote was read.</summary>
    public Task<int> Exited { get; }

    public static WorkerProcess Start(
        string appFolder, IReadOnlyDictionary<string, string> settings, Uri host, string workerId, HostRecord record)
    {
        var start = new ProcessStartInfo
        {
            WorkingDirectory = appFolder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        DescribeProgram(start, appFolder);
        string[] id = ["--workerId", workerId, "--requestId", Guid.NewGuid().ToString(), "--grpcMaxMessageLength", $"{int.MaxValue}"];
        string[] address = ["--host", host.Host, "--port", $"{host.Port}"];
        string[] prefixed =
        [
            "--functions-uri", host.AbsoluteUri, "--functions-worker-id", workerId,
            "--functions-request-id", id[3], "--functions-grpc-max-message-length", id[5],
        ];
        foreach (var argument in (string[])[.. address, .. id, .. prefixed])
            start.ArgumentList.Add(argument);

        // What the tests themselves run with is not the app's.
        foreach (var name in start.Environment.Keys.Where(IsAmbient).ToList())
            start.Environment.Remove(name);
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = appFolder;
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = appFolder;
        start.Environment["StopWithInput"] = "true";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return new WorkerProcess(Process.Start(start)!, record);
    }

    /// <summary>In the middle of whatever it does, without a word to it.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>As a service manager asks it to end.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for it to end by itself, and kills it if that takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!Exited.IsCompleted)
                _process.StandardInput.Close();
            await Exited.WaitAsync(TimeToStop, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            Kill();
            await Exited;
        }
        _process.Dispose();
    }

    /// <summary>What <c>worker.config.json</c> names: a dll and the dotnet to run it with, or a program in the folder.</summary>
    private static void DescribeProgram(ProcessStartInfo start, string appFolder)
    {
        var description = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(appFolder, "worker.config.json")).Build().GetSection("description");
        var executable = description["defaultExecutablePath"]!.Replace("{WorkerRoot}", appFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        start.FileName = executable == "dotnet" ? AppProcess.DotnetHost() : executable;
        foreach (var argument in description.GetSection("arguments").GetChildren())
            start.ArgumentList.Add(argument.Value!);
        if (description["defaultWorkerPath"] is { Length: > 0 } path)
            start.ArgumentList.Add(Path.Combine(appFolder, path));
    }

    private static bool IsAmbient(string name) => AmbientSettings.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static async Task FollowAsync(StreamReader from, params ConcurrentQueue<string>[] into)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            foreach (var lines in into)
                lines.Enqueue(line);
        }
    }

    private async Task<int> ExitedAsync()
    {
        await _process.WaitForExitAsync();
        await _reading;
        return _process.ExitCode;
    }
}
