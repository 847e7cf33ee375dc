using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace TestSupport;

/// <summary>
/// The built app as a real process on a port that the system chose. It ends with this process, in whatever way: it stops when
/// its standard input does.
/// </summary>
public sealed class AppProcess : IAsyncDisposable
{
    private static readonly string[] FolderNames = OperatingSystem.IsWindows() ? ["USERPROFILE", "LOCALAPPDATA", "TMP", "TEMP"] : ["HOME", "TMPDIR"];
    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly List<string> _errorLines = [];
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private HttpClient? _client;

    private AppProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(FollowAsync(process.StandardOutput), FollowAsync(process.StandardError, _errorLines));
    }

    public int ProcessId => _process.Id;

    /// <summary>Everything it wrote so far.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    /// <summary>What of it went to the error output, a line each.</summary>
    public IReadOnlyList<string> ErrorLines
    {
        get
        {
            lock (_lines)
                return [.. _errorLines];
        }
    }

    /// <summary>Follows no redirect and keeps no cookie: tests see what the app answers.</summary>
    public HttpClient Client => _client ?? throw new InvalidOperationException("The app does not answer.");

    public Uri Address => Client.BaseAddress!;

    /// <summary>Waits until it answers, with whatever status.</summary>
    /// <param name="settings">By name, as environment variables.</param>
    /// <param name="program">A dll or an executable; null: the app beside the tests.</param>
    public static async Task<AppProcess> StartAsync(
        IReadOnlyDictionary<string, string> settings, string? program = null, params string[] arguments) =>
        await AnsweringAsync(Launch(settings, program, arguments));

    /// <summary>The same for an app that has no other folder to write to by itself: neither to work in, nor as its home, nor for temporary files.</summary>
    public static async Task<AppProcess> StartInAsync(TemporaryFolder folder, IReadOnlyDictionary<string, string> settings) =>
        await AnsweringAsync(Launch(settings, program: null, [], folder.FullName));

    private static async Task<AppProcess> AnsweringAsync(AppProcess app)
    {
        try
        {
            await app.WaitUntilItAnswersAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>For an app that is expected to end by itself.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        EndAsync(Launch(settings, program: null, arguments));

    /// <summary>The same for an app whose starter has ended already.</summary>
    public static Task<(int ExitCode, string Output)> RunOrphanedAsync(IReadOnlyDictionary<string, string> settings)
    {
        var app = Launch(settings, program: null, []);
        app._process.StandardInput.Close();
        return EndAsync(app);
    }

    /// <summary>The same for an app that has no other folder to write to by itself.</summary>
    public static Task<(int ExitCode, string Output)> RunInAsync(TemporaryFolder folder, IReadOnlyDictionary<string, string> settings) =>
        EndAsync(Launch(settings, program: null, [], folder.FullName));

    private static async Task<(int ExitCode, string Output)> EndAsync(AppProcess launched)
    {
        await using var app = launched;
        await app._process.WaitForExitAsync().WaitAsync(TimeToStart, TimeProvider.System);
        await app._reading;
        return (app._process.ExitCode, app.Output);
    }

    /// <summary>Without the Functions host, on a free port.</summary>
    /// <param name="works">Whether it also polls the queue and fires the timers.</param>
    public static Dictionary<string, string> Standalone(string connectionString, bool works = false) => new()
    {
        ["AzureWebJobsStorage"] = connectionString,
        ["Port"] = "0",
        ["Work"] = works ? "true" : "false",
        ["Logging__LogLevel__Default"] = "Debug",
    };

    /// <summary>Without the Functions host, on a free port, with its data in a file.</summary>
    /// <param name="works">Whether it also polls the queue and fires the timers.</param>
    public static Dictionary<string, string> Embedded(string file, bool works = false)
    {
        var settings = Standalone(connectionString: "", works);
        settings.Remove("AzureWebJobsStorage");
        settings["EmbeddedStore"] = file;
        return settings;
    }

    /// <summary>As the worker of a Functions host, which says where it listens.</summary>
    public static Dictionary<string, string> UnderFunctionsHost(string connectionString) => new()
    {
        ["AzureWebJobsStorage"] = connectionString,
        ["Logging__LogLevel__Default"] = "Debug",
    };

    /// <summary>Asks it to end, as a service manager does, and returns its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        await _process.WaitForExitAsync().WaitAsync(TimeToStop, TimeProvider.System);
        await _reading;
        return _process.ExitCode;
    }

    /// <summary>In the middle of whatever it does, without a word to it.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().WaitAsync(TimeToStop, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (!_process.HasExited)
        {
            try
            {
                _process.StandardInput.Close();
                await _process.WaitForExitAsync().WaitAsync(TimeToStop, TimeProvider.System);
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }
        }
        await _reading;
        _process.Dispose();
    }

    private static AppProcess Launch(
        IReadOnlyDictionary<string, string> settings, string? program, string[] arguments, string? folder = null)
    {
        program ??= Path.Combine(AppContext.BaseDirectory, "SurveyFunctions.dll");
        var isDll = Path.GetExtension(program) == ".dll";
        var start = new ProcessStartInfo(isDll ? DotnetHost() : program, isDll ? ["exec", program, .. arguments] : arguments)
        {
            WorkingDirectory = folder ?? Path.GetDirectoryName(program)!,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the tests themselves run with is not the app's.
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
            start.Environment.Remove(name);
        start.Environment["StopWithInput"] = "true";
        if (folder is not null)
        {
            foreach (var name in FolderNames)
                start.Environment[name] = folder;
            // The runtime's own sockets lie among the temporary files.
            start.Environment["DOTNET_EnableDiagnostics"] = "0";
        }
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return new AppProcess(Process.Start(start)!);
    }

    private static bool IsSetting(string name) =>
        name == "EmbeddedStore"
        || name.StartsWith("AzureWebJobs", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("DOTNET_ENVIRONMENT", StringComparison.OrdinalIgnoreCase);

    /// <summary>The dotnet that runs this very process: <c>root/shared/Microsoft.NETCore.App/version/</c>.</summary>
    public static string DotnetHost() => Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private async Task WaitUntilItAnswersAsync()
    {
        var exited = _process.WaitForExitAsync();
        if (await Task.WhenAny(_listening.Task, exited).WaitAsync(TimeToStart, TimeProvider.System) == exited)
        {
            await _reading;
            throw new InvalidOperationException($"The app ended with {_process.ExitCode}:\n{Output}");
        }
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        _client = new HttpClient(handler) { BaseAddress = await _listening.Task };
        while (true)
        {
            try
            {
                using var answer = await _client.GetAsync("/");
                return;
            }
            catch (HttpRequestException failure) when (failure.InnerException is SocketException && !_process.HasExited)
            {
                await Task.Delay(PollInterval, TimeProvider.System);
            }
        }
    }

    /// <summary>Reads on until the process ends: a full pipe would stop it.</summary>
    private async Task FollowAsync(StreamReader from, List<string>? alsoInto = null)
    {
        const string Listening = "Listening on ";
        while (await from.ReadLineAsync() is { } line)
        {
            lock (_lines)
            {
                _lines.Add(line);
                alsoInto?.Add(line);
            }
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
                _listening.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
        }
    }
}
