using System.Diagnostics;
using System.Text;

using Azure;

using SurveyStorage.Sqlite;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Sqlite;

/// <summary>What is withdrawn is gone from the disk's files, not only from what the store tells.</summary>
public sealed class RemovedRowsTests : IDisposable
{
    private const int Rows = 600;
    private const string Secret = "the-secret-of-";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("surveyfunctions-embedded-");

    private string File => Path.Combine(_folder.FullName, SqliteStorage.FileName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task They_can_be_read_in_no_file_after_the_close()
    {
        using (var storage = Open(Never))
        {
            await FillAsync(storage);
            Assert.Equal(Rows, SecretsOnDisk());
            await RemoveAsync(storage);
            // Still in the log.
            Assert.NotEqual(0, SecretsOnDisk());
        }
        Assert.Equal(0, SecretsOnDisk());
    }

    [Fact]
    public async Task They_leave_the_log_while_the_file_is_in_use()
    {
        using var storage = Open(Soon);
        await FillAsync(storage);
        Assert.Equal(Rows, SecretsOnDisk());
        await RemoveAsync(storage);
        await UntilGoneAsync();
    }

    [Fact]
    public async Task They_leave_the_log_when_a_reader_does_that_was_in_the_way()
    {
        using var storage = Open(Soon);
        await FillAsync(storage);
        await storage.Tables.CommitAsync("T", [new(Add, new TableRow("q", "kept") { ["Bytes"] = new byte[60_000] })], default);
        using (var reader = OtherProgram.Open(File))
        {
            reader.Run("BEGIN; SELECT count(*) FROM rows");
            var length = new FileInfo(File).Length;
            await RemoveAsync(storage);
            // It was tried: the file got the pages that are as the reader sees them, those of the row that is kept.
            await UntilAsync(() => new FileInfo(File).Length > length);
            Assert.NotEqual(0, SecretsOnDisk());
        }
        await UntilGoneAsync();
    }

    [Fact]
    public async Task They_leave_the_log_when_one_process_of_several_closes_the_file()
    {
        using var other = Open(Never);
        using (var storage = Open(Never))
        {
            await FillAsync(storage);
            await RemoveAsync(storage);
        }
        Assert.Equal(0, SecretsOnDisk());
    }

    private SqliteStorage Open(TimeSpan logCleaning) => SqliteStorage.Open(File, TimeProvider.System, Patience, logCleaning);

    /// <summary>Rows of many sizes, some on pages of their own, in an order in which the pages split again and again.</summary>
    private static async Task FillAsync(SqliteStorage storage)
    {
        await storage.Tables.CreateTableAsync("T", default);
        await Task.WhenAll(Enumerable.Range(0, Rows).Select(i => storage.Tables.CommitAsync(
            "T",
            [new(Add, new TableRow("p", Key(i)) { ["Text"] = $"{Secret}{i:0000}{new string('x', i * 7 % 5000)}" })],
            default)));
    }

    /// <summary>Every other one is replaced, the rest deleted.</summary>
    private static async Task RemoveAsync(SqliteStorage storage) => await Task.WhenAll(Enumerable.Range(0, Rows).Select(
        i => storage.Tables.CommitAsync(
            "T", [new(i % 2 == 0 ? UpdateReplace : Delete, new TableRow("p", Key(i)), ETag.All)], default)));

    private static string Key(int i) => $"{i * 367 % Rows:0000}";

    private async Task UntilGoneAsync() => await UntilAsync(() => SecretsOnDisk() == 0);

    private static async Task UntilAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, "It did not happen in time.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    /// <summary>How many different ones any of the files holds.</summary>
    private int SecretsOnDisk()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in _folder.GetFiles())
        {
            var text = Encoding.Latin1.GetString(Contents(file.FullName));
            for (var at = text.IndexOf(Secret, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Secret, at + 1, StringComparison.Ordinal))
                found.Add(text.Substring(at, Math.Min(Secret.Length + 4, text.Length - at)));
        }
        return found.Count;
    }

    /// <summary>By another process: to close a file that SQLite has open would free the locks of this one.</summary>
    private static byte[] Contents(string file)
    {
        using var contents = new MemoryStream();
        if (OperatingSystem.IsWindows())
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.CopyTo(contents);
        }
        else
        {
            var cat = new ProcessStartInfo("cat", [file]) { RedirectStandardOutput = true, UseShellExecute = false };
            using var reading = Process.Start(cat)!;
            reading.StandardOutput.BaseStream.CopyTo(contents);
            reading.WaitForExit();
        }
        return contents.ToArray();
    }
}
