using Surveyctl.Local;

using TestSupport;

namespace Surveyctl.Tests.Local;

public sealed class RollingLogTests : IDisposable
{
    private const int MostBytes = 1000;

    private readonly TemporaryFolder _folder = new();

    private string Newer => _folder.File("app.log");

    private string Older => _folder.File("app.log.1");

    [Fact]
    public void Two_files_of_limited_size_hold_the_last_lines_without_a_gap()
    {
        var lines = Enumerable.Range(0, 500).Select(number => $"line {number} ßع").ToList();
        using (var log = new RollingLog(Newer, MostBytes))
            lines.ForEach(log.WriteLine);

        Assert.Equal([Newer, Older], _folder.Files.Order(StringComparer.Ordinal));
        Assert.All(_folder.Files, file => Assert.InRange(new FileInfo(file).Length, 1, MostBytes));
        string[] kept = [.. File.ReadAllLines(Older), .. File.ReadAllLines(Newer)];
        Assert.Equal(lines[^kept.Length..], kept);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in _folder.Files)
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void Nothing_of_an_earlier_run_is_left()
    {
        File.WriteAllText(Newer, "earlier");
        File.WriteAllText(Older, "much earlier");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Newer, File.GetUnixFileMode(Newer) | UnixFileMode.OtherRead);
        using (var log = new RollingLog(Newer, MostBytes))
            log.WriteLine("now");
        Assert.Equal([Newer], _folder.Files);
        Assert.Equal(["now"], File.ReadAllLines(Newer));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Newer));
    }

    [Fact]
    public void A_line_longer_than_a_file_has_one_for_itself()
    {
        var line = new string('x', 2 * MostBytes);
        using (var log = new RollingLog(Newer, MostBytes))
        {
            foreach (var next in new[] { line, "after" })
                log.WriteLine(next);
        }
        Assert.Equal([line], File.ReadAllLines(Older));
        Assert.Equal(["after"], File.ReadAllLines(Newer));
    }

    [Fact]
    public void A_log_that_was_removed_begins_anew_when_it_would_be_full()
    {
        using (var log = new RollingLog(Newer, MostBytes))
        {
            log.WriteLine("before");
            File.Delete(Newer);
            log.WriteLine(new string('x', MostBytes));
            log.WriteLine("after");
        }
        Assert.Equal("after", File.ReadAllLines(Newer)[^1]);
    }

    [Fact]
    public void Whoever_writes_goes_on_when_nothing_can_be_written()
    {
        using var log = new RollingLog(Newer, MostBytes);
        // In the way of what is full.
        Directory.CreateDirectory(Older);
        for (var line = 0; line < MostBytes; line++)
            log.WriteLine("line");
        Assert.InRange(new FileInfo(Newer).Length, 1, MostBytes);
    }

    public void Dispose() => _folder.Dispose();
}
