using System.Diagnostics;
using System.Net.Sockets;

using Surveyctl.Exporting;
using Surveyctl.Output;

using TestSupport;

namespace Surveyctl.Tests.Input;

/// <summary>A path on the command line, or in a folder that it names, may lead to anything: only a regular file is read, and that to a limit.</summary>
public sealed class NamedFileTests : IDisposable
{
    /// <summary>What waits for ever would hold up the whole run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string NoRegularFile = "This is a device, a pipe or a socket: name a regular file.";

    private readonly TemporaryFolder _folder = new();
    private readonly SmallSeeds _seeds = new();

    private string Store => _folder.File("store.db");

    [Theory]
    [InlineData("validate", "FILE")]
    [InlineData("import", "organisations", "FILE", "--tenant", "valley", "--file", "STORE")]
    [InlineData("import", "organisations", "ORGANISATIONS", "--collections", "FILE", "--tenant", "valley", "--file", "STORE")]
    [InlineData("replay", "FILE", "--file", "STORE")]
    [InlineData("replay", "ORGANISATIONS", "--schools", "FILE", "--file", "STORE")]
    [InlineData("wave", "list", "--file", "FILE")]
    [InlineData("setup", "--file", "FILE")]
    public async Task A_command_that_is_given_a_pipe_says_so_and_does_not_wait_for_it(params string[] args)
    {
        await MakeStoreAsync();
        var pipe = Pipe("pipe.csv");
        await RefuseAsync($"{pipe}: {NoRegularFile}", [.. args.Select(arg => arg switch
        {
            "FILE" => pipe,
            "STORE" => Store,
            "ORGANISATIONS" => _seeds.TenantFile("organisations.csv"),
            _ => arg,
        })]);
    }

    [Theory]
    [InlineData("tenant.json")]
    [InlineData("organisations.csv")]
    [InlineData("collections.csv")]
    [InlineData("waves/other.json")]
    [InlineData("demo/other.json")]
    public async Task A_seeds_folder_with_a_pipe_in_it_is_refused(string name)
    {
        await MakeStoreAsync();
        var file = _seeds.TenantFile(name.Split('/'));
        if (name == "demo/other.json")
            _seeds.Write(["waves", "other.json"], "{}");
        File.Delete(file);
        MakePipe(file);
        await RefuseAsync($"{file}: {NoRegularFile}", "validate", _seeds.Root);
        await RefuseAsync($"{file}: {NoRegularFile}", "seed", _seeds.Root, "--file", Store);
    }

    [Theory]
    [InlineData("backup.json")]
    [InlineData("Waves.jsonl.gz")]
    public async Task A_backup_with_a_pipe_in_it_is_refused(string name)
    {
        await MakeStoreAsync();
        var backup = _folder.File("backup");
        Assert.Equal(0, (await CommandRun.OfAsync("backup", backup, "--file", Store)).ExitCode);
        var file = Path.Combine(backup, name);
        File.Delete(file);
        MakePipe(file);
        await RefuseAsync($"{file}: {NoRegularFile}", "restore", backup, "--file", _folder.File("new.db"));
    }

    [Theory]
    [InlineData("<file>", "import", "organisations", "", "--tenant", "valley")]
    [InlineData("--collections", "import", "organisations", "schools.csv", "--collections", "", "--tenant", "valley")]
    [InlineData("<file>", "import", "responses", "", "some-wave")]
    [InlineData("<folder>", "backup", "")]
    [InlineData("<folder>", "restore", "")]
    [InlineData("<answers.csv>", "replay", "")]
    [InlineData("--schools", "replay", "answers.csv", "--schools", "")]
    [InlineData("<folder>", "seed", "")]
    [InlineData("<path>", "validate", "")]
    [InlineData("--file", "setup", "--file", "")]
    [InlineData("--data", "wave", "list", "--data", "")]
    public Task An_empty_path_is_a_mistake_on_the_command_line(string told, params string[] args) =>
        RefuseAsync($"{told} is empty: name a path.", args);

    [Fact]
    public async Task What_is_said_of_the_file_depends_on_what_it_is()
    {
        await ValidateAsync(NoRegularFile, "/dev/zero");
        await ValidateAsync(NoRegularFile, Link("link-to-pipe.csv", Pipe("pipe.csv")));

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.File("socket.csv")));
        await ValidateAsync(NoRegularFile, _folder.File("socket.csv"));

        await ValidateAsync("There is no such file.", Link("broken.csv", _folder.File("nothing")));
        await RefuseAsync($"{_folder.FullName}: This is a folder: name a file.", "setup", "--file", _folder.FullName);
    }

    [Fact]
    public void A_new_file_takes_the_place_of_no_device()
    {
        var pipe = Pipe("pipe.csv");
        Assert.Contains(NoRegularFile, Assert.Throws<CommandFailedException>(() => NewFile.Create(pipe, mayReplace: true)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schools.csv", 64)]
    [InlineData("survey.json", 4)]
    public async Task A_file_larger_than_any_of_its_kind_is_not_read(string name, long mebibytes)
    {
        var most = mebibytes * 1024 * 1024;
        var file = _folder.File(name);
        using (var large = File.Create(file))
            large.SetLength(most + 1);
        await ValidateAsync($"This file has {most + 1} bytes, and at most {mebibytes} MiB are read", file);
    }

    [Fact]
    public async Task A_link_to_a_regular_file_is_as_good_as_the_file()
    {
        var run = await CommandRun.OfAsync("validate", Link("link.csv", _seeds.TenantFile("organisations.csv")));
        Assert.DoesNotContain("link.csv: This", run.Output, StringComparison.Ordinal);
        var seeds = await CommandRun.OfAsync("validate", Link("seeds", _seeds.Root));
        Assert.Equal("No problems.", seeds.Output.Trim());
    }

    public void Dispose()
    {
        _seeds.Dispose();
        _folder.Dispose();
    }

    private async Task MakeStoreAsync() => Assert.Equal(0, (await CommandRun.OfAsync("setup", "--file", Store)).ExitCode);

    private static Task ValidateAsync(string told, string file) => RefuseAsync($"{file}: {told}", "validate", file);

    private static async Task RefuseAsync(string told, params string[] args)
    {
        // On another thread: an open that waits does not return a task.
        var run = await Task.Run(() => CommandRun.OfAsync(args)).WaitAsync(Patience);
        Assert.Equal(1, run.ExitCode);
        Assert.Single((run.Output + run.Errors).Split('\n'), line => line.StartsWith(told, StringComparison.Ordinal));
    }

    private string Link(string name, string target) => File.CreateSymbolicLink(_folder.File(name), target).FullName;

    private string Pipe(string name) => MakePipe(_folder.File(name));

    private static string MakePipe(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes among its files.");
        using var mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
        Assert.Equal(0, mkfifo.ExitCode);
        return path;
    }
}
