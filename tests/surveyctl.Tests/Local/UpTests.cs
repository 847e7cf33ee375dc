using System.Net;
using System.Net.Sockets;

namespace Surveyctl.Tests.Local;

public sealed class UpTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("surveyctl-up-");
    private readonly SmallSeeds _seeds = new();

    /// <summary>The kinds of storage, and how many processes run beside it: the app is within it, Azurite is not.</summary>
    public static TheoryData<string, int> Storages => new() { { "embedded", 0 }, { "azurite", 1 } };

    [Theory, MemberData(nameof(Storages))]
    public async Task Everything_it_prints_a_link_to_answers_and_Ctrl_C_leaves_no_process_behind(string storage, int processes)
    {
        _seeds.AddPastWave();
        using var up = Up("--storage", storage);
        var ready = await up.UntilReadyAsync();
        Assert.Equal(storage, ready.GetProperty("storage").GetString());

        using var client = new HttpClient();
        var links = ready.GetProperty("links").EnumerateArray().Select(link => link.GetProperty("url").GetString()!).ToList();
        // The start page, of each open wave a form and the dashboard, of one that is over the dashboard alone, and at the end two invitations.
        Assert.Equal(1 + (3 * 2) + 1 + 2, links.Count);
        Assert.All(links[^2..], link => Assert.Contains("/invitation/", link, StringComparison.Ordinal));
        Assert.Contains($"/dashboard/{_seeds.Past}/", links[^3], StringComparison.Ordinal);
        foreach (var link in links)
            Assert.Equal((link, HttpStatusCode.OK), (link, (await client.GetAsync(link)).StatusCode));
        var over = await client.GetStringAsync(links[^3]);
        Assert.Contains("The survey is closed.", over, StringComparison.Ordinal);
        Assert.Contains("As of October 31, 2025, 8:19 PM", over, StringComparison.Ordinal);

        var running = Path.Combine(_data.FullName, "running.json");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(running));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_data.FullName, "app.log")));
        }
        var children = up.Children();
        Assert.Equal(processes, children.Count);
        Assert.Equal(0, await up.InterruptAsync());
        await UpProcess.UntilGoneAsync(children);
        Assert.False(File.Exists(running));
        Assert.Equal("", await up.Errors);
        // Each has its data where the other does not look.
        Assert.Equal(storage == "embedded", File.Exists(Path.Combine(_data.FullName, "surveys.db")));
        Assert.Equal(storage == "azurite", Directory.Exists(Path.Combine(_data.FullName, "azurite")));
    }

    [Fact]
    public async Task A_second_run_on_the_folder_is_refused_while_it_runs_keeps_the_answers_after_and_starts_anew_if_told()
    {
        using (var first = Up())
        {
            await first.UntilReadyAsync();
            var second = await CommandRun.OfAsync("up", "--data", _data.FullName, "--port", "0", "--no-seed").WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal(1, second.ExitCode);
            Assert.Contains("runs on", second.Errors, StringComparison.Ordinal);
            // Other commands find the storage of the one that runs.
            Assert.Equal((36, 0), await ResponsesAsync());
            Assert.Equal(0, (await CommandRun.OfAsync("answer", _seeds.Families, "--count", "4", "--data", _data.FullName)).ExitCode);
            Assert.Equal(0, await first.TerminateAsync());
        }
        using (var next = Up())
        {
            await next.UntilReadyAsync();
            Assert.Equal((40, 0), await ResponsesAsync());
            await next.InterruptAsync();
        }
        var olderLog = Path.Combine(_data.FullName, "app.log.1");
        await File.WriteAllTextAsync(olderLog, "");
        var ofTheOtherStore = Directory.CreateDirectory(Path.Combine(_data.FullName, "azurite"));
        using var fresh = Up("--fresh");
        await fresh.UntilReadyAsync();
        Assert.Equal((36, 0), await ResponsesAsync());
        ofTheOtherStore.Refresh();
        Assert.False(ofTheOtherStore.Exists);
        Assert.False(File.Exists(olderLog));
        await fresh.InterruptAsync();
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task What_it_started_ends_with_it_even_when_it_is_killed(string storage, int processes)
    {
        _data.Delete();
        using var up = Up("--no-seed", "--storage", storage);
        await up.UntilReadyAsync();
        var children = up.Children();
        Assert.Equal(processes, children.Count);
        // It holds answers.
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_data.FullName));
        await up.KillAsync();
        await UpProcess.UntilGoneAsync(children);
        var show = await CommandRun.OfAsync("queue", "show", "--data", _data.FullName);
        Assert.Equal(1, show.ExitCode);
        Assert.Contains("surveyctl up", show.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_told_before_anything_is_started()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var folder = Path.Combine(_data.FullName, "never");
        var run = await CommandRun.OfAsync("up", "--data", folder, "--port", $"{port}");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"Port {port} is in use", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_folder_that_nothing_can_be_written_to_is_told_with_what_to_do()
    {
        var file = Path.Combine(_data.FullName, "file");
        await File.WriteAllTextAsync(file, "");
        var run = await CommandRun.OfAsync("up", "--data", Path.Combine(file, "below"), "--port", "0", "--no-seed");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"Data cannot be kept in {Path.Combine(file, "below")}: name a folder that you may write to", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Malformed_seeds_are_told_before_anything_is_started()
    {
        _seeds.Write(["tenant.json"], "{}");
        var folder = Path.Combine(_data.FullName, "never");
        var run = await CommandRun.OfAsync("up", "--data", folder, "--port", "0", "--seeds", _seeds.Root);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("tenant.json: ", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    public void Dispose()
    {
        _seeds.Dispose();
        _data.Delete(recursive: true);
    }

    private UpProcess Up(params string[] more) =>
        UpProcess.Start(["--data", _data.FullName, "--port", "0", "--seeds", _seeds.Root, .. more]);

    private async Task<(long Responses, int ExitCode)> ResponsesAsync()
    {
        var show = await CommandRun.OfAsync("wave", "show", _seeds.Families, "--data", _data.FullName, "--json");
        return (show.Number("tallied") + show.Number("pending"), show.ExitCode);
    }
}
