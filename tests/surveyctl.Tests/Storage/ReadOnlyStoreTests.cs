using System.IO.Compression;

using TestSupport;

namespace Surveyctl.Tests.Storage;

/// <summary>Commands that only look, on a store that an earlier version left, and where nothing can be written.</summary>
public sealed class ReadOnlyStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ReadOnlyStoreTests()
    {
        using var kept = new GZipStream(typeof(ReadOnlyStoreTests).Assembly.GetManifestResourceStream("custom-handler.db.gz")!, CompressionMode.Decompress);
        using var file = System.IO.File.Create(File);
        kept.CopyTo(file);
    }

    private string File => _folder.File("surveys.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_earlier_format_is_left_as_it_is_until_setup_is_run()
    {
        var before = await System.IO.File.ReadAllBytesAsync(File);
        foreach (var command in new string[][] { ["verify"], ["backup", _folder.File("backup")] })
        {
            var refused = await CommandRun.OfAsync([.. command, "--file", File]);
            Assert.Equal(3, refused.ExitCode);
            Assert.Contains($"surveyctl setup --file {File}", refused.Errors, StringComparison.Ordinal);
        }
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File));

        Assert.Equal(0, (await CommandRun.OfAsync("setup", "--file", File)).ExitCode);
        var verified = await CommandRun.OfAsync("verify", "--file", File);
        Assert.Contains("39 responses in 3 partitions add up", verified.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.OfAsync("backup", _folder.File("backup"), "--file", File)).ExitCode);
        Assert.Equal(["surveys.db"], Directory.GetFiles(_folder.FullName).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Verify_and_backup_work_where_nothing_can_be_written()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A folder that nobody can write is mounted with unshare, which is Linux's.");
        Assert.Equal(0, (await CommandRun.OfAsync("setup", "--file", File)).ExitCode);
        var disk = Directory.CreateDirectory(_folder.File("disk")).FullName;
        var surveyctl = Path.Combine(AppContext.BaseDirectory, "surveyctl.dll");

        // As root every file may be written, so it is a whole disk that may not.
        var run = await SurveyctlProcess.RunAsync("unshare", ["-rm", "sh", "-ec", $"""
            mount -t tmpfs tmpfs {disk}
            cp {File} {disk}
            mount -o remount,ro {disk}
            dotnet exec {surveyctl} verify --file {disk}/surveys.db
            dotnet exec {surveyctl} backup {_folder.File("backup")} --file {disk}/surveys.db
            """]);

        Assert.SkipWhen(run.Errors.Contains("unshare", StringComparison.Ordinal) || run.Errors.Contains("mount:", StringComparison.Ordinal), $"No disk could be mounted here: {run.Errors}");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("39 responses in 3 partitions add up", run.Output, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(_folder.File("backup")));
    }

    [Fact]
    public async Task Verify_and_backup_work_on_somebody_elses_file_that_may_be_read_in_a_folder_that_may_not_be_written()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Who may do what is Linux's here.");
            return;
        }
        Assert.Equal(0, (await CommandRun.OfAsync("setup", "--file", File)).ExitCode);
        var surveyctl = Path.Combine(AppContext.BaseDirectory, "surveyctl.dll");

        // Root may write everything, so it becomes nobody.
        var run = await SurveyctlProcess.RunAsync("sh", ["-ec", $"""
            chmod 0444 {File}; mkdir -m 0777 {_folder.File("for-all")}; chmod 0555 {_folder.FullName}
            as_nobody=$([ $(id -u) = 0 ] && echo setpriv --reuid 65534 --regid 65534 --clear-groups || true)
            $as_nobody test -r {surveyctl} || exec echo unreadable
            $as_nobody dotnet exec {surveyctl} verify --file {File}
            $as_nobody dotnet exec {surveyctl} backup {_folder.File("for-all")}/backup --file {File}
            """]);
        System.IO.File.SetUnixFileMode(_folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Assert.SkipWhen(run.Output == "unreadable\n", $"Nobody may not read {surveyctl}.");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("39 responses in 3 partitions add up", run.Output, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(_folder.File("for-all"), "*", SearchOption.AllDirectories));
        Assert.Equal(["surveys.db"], Directory.GetFiles(_folder.FullName).Select(Path.GetFileName));
    }
}
