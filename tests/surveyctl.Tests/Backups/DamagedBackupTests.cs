using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

using Surveyctl.Backups;

using SurveyEngine.Keys;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace Surveyctl.Tests.Backups;

/// <summary>What is found out before anything is written, and before there is a storage.</summary>
[Collection(WholeStorages.Name)]
public sealed class DamagedBackupTests(WholeStorages storages) : IAsyncLifetime
{
    private const int Mebibyte = 1024 * 1024;
    private const string Secret = "nobody-shall-read-this";

    private readonly TemporaryFolder _folder = new();

    private string Backup => _folder.File("backup");

    private string Manifest => Path.Combine(Backup, "backup.json");

    private string Responses => Path.Combine(Backup, "Responses.jsonl.gz");

    public async ValueTask InitializeAsync()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        using var engine = storage.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        await engine.Accept.AcceptAsync(wave.Submission());
        await storage.Tables.TakeAsync(Backup);
    }

    [Fact]
    public async Task A_backup_that_was_not_finished_is_none()
    {
        File.Delete(Manifest);
        await RefuseAsync("no backup, or one that was not finished");
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_no_backup()
    {
        Directory.Delete(Backup, recursive: true);
        await RefuseAsync("There is no ");
    }

    [Fact]
    public async Task A_format_of_later_is_told_with_what_to_do()
    {
        Change(manifest => manifest["format"] = 5);
        await RefuseAsync("is of format 5, and this surveyctl reads format 4");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"format\": 1}")]
    [InlineData("{\"format\": 1, \"takenAt\": \"2026-11-02T09:00:00Z\", \"tables\": null}")]
    [InlineData("{\"format\": 1, \"takenAt\": \"2026-11-02T09:00:00Z\", \"tables\": [null]}")]
    [InlineData("{\"format\": 1, \"takenAt\": \"2026-11-02T09:00:00Z\", \"tables\": [{\"table\": \"Waves\", \"rows\": -1, \"sha256\": \"\"}]}")]
    [InlineData("{\"format\": 1, \"takenAt\": \"2026-11-02T09:00:00Z\", \"tables\": [{\"table\": \"Waves\", \"rows\": 10000000001, \"sha256\": \"\"}]}")]
    public async Task A_manifest_that_cannot_be_read_is_damaged(string json)
    {
        await File.WriteAllTextAsync(Manifest, json);
        await RefuseAsync("backup.json is damaged.");
    }

    [Fact]
    public async Task A_manifest_without_one_of_the_tables_is_damaged()
    {
        Change(manifest => manifest["tables"]!.AsArray().RemoveAt(1));
        await RefuseAsync("does not name the tables");
    }

    [Fact]
    public async Task A_file_that_is_missing_is_told()
    {
        File.Delete(Responses);
        await RefuseAsync("Responses.jsonl.gz: the backup is not complete");
    }

    [Fact]
    public async Task A_single_bit_that_changed_is_found()
    {
        var bytes = await File.ReadAllBytesAsync(Responses);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(Responses, bytes);
        await RefuseAsync("Responses.jsonl.gz is damaged: its checksum");
    }

    [Fact]
    public async Task A_file_that_was_cut_is_found()
    {
        var bytes = await File.ReadAllBytesAsync(Responses);
        await File.WriteAllBytesAsync(Responses, bytes[..^20]);
        await RefuseAsync("Responses.jsonl.gz is damaged: its checksum");
    }

    [Theory]
    [InlineData("{\"PartitionKey\":\"t!w!00000\",\"RowKey\":\"resp!1\",\"Answers\":\"" + Secret)]
    [InlineData("{\"PartitionKey\":\"t!w!00000\",\"Answers\":\"" + Secret + "\"}")]
    [InlineData("{\"RowKey\":\"resp!1\",\"Answers\":\"" + Secret + "\"}")]
    [InlineData("{\"PartitionKey\":\"t!w!00000\",\"RowKey\":\"resp!1\",\"Answers\":\"" + Secret + "\"} {}")]
    [InlineData("{\"PartitionKey\":\"t!w!00000\",\"RowKey\":\"resp!1\",\"Answers\":{\"" + Secret + "\":1}}")]
    [InlineData("{\"PartitionKey\":1,\"RowKey\":\"resp!1\",\"Answers\":\"" + Secret + "\"}")]
    [InlineData("{\"PartitionKey\":\"t!w!00000\",\"RowKey\":\"resp!1\",\"N@odata.type\":\"Edm.Int64\",\"N\":\"" + Secret + "\"}")]
    [InlineData("{\"PartitionKey\":\"t!w!00000\",\"RowKey\":\"resp/" + Secret + "\"}")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_line_that_is_no_row_is_told_by_its_number_and_not_by_what_it_says(string line)
    {
        Rewrite(lines => [.. lines, line]);
        await RefuseAsync("Responses.jsonl.gz, line 3: ");
    }

    [Fact]
    public async Task A_row_that_occurs_twice_or_in_another_place_is_none_of_ours()
    {
        Rewrite(lines => [.. lines, lines[0]]);
        await RefuseAsync("line 3: this row is out of order");
    }

    [Fact]
    public async Task A_row_less_than_there_were_is_found()
    {
        Rewrite(lines => lines[1..], rows: 2);
        await RefuseAsync("has 1 row, and backup.json says 2");
    }

    [Fact]
    public async Task A_line_that_unpacks_to_a_gibibyte_is_refused_before_it_fills_the_memory()
    {
        await RewriteAsync(await RepeatedAsync(new byte[16 * Mebibyte], times: 64));
        await RefuseAsync("Responses.jsonl.gz, line 1: This is longer than any row of a table.");
    }

    [Fact]
    public async Task A_file_that_unpacks_to_more_rows_than_there_were_is_refused_at_the_first_of_them()
    {
        var rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("""{"PartitionKey":"~","RowKey":"~"}""" + "\n", 500_000)));
        await RewriteAsync([.. await File.ReadAllBytesAsync(Responses), .. await RepeatedAsync(rows, times: 16)]);
        await RefuseAsync("Responses.jsonl.gz has more rows than the 2 that backup.json says");
    }

    [Fact]
    public async Task A_line_of_the_largest_row_that_a_store_takes_is_read()
    {
        // A control character is one of two bytes to the store and six in JSON.
        var text = string.Concat(Enumerable.Repeat("\\u0001", TableLimits.MaxPropertyBytes / 2));
        var properties = string.Concat(Enumerable.Range(10, 15).Select(number => $",\"P{number}\":\"{text}\""));
        Rewrite(lines => [.. lines, $$"""{"PartitionKey":"~","RowKey":"~"{{properties}}}"""]);
        Assert.Equal(3, (await CheckBackup.RunAsync(Backup, BackupFixture.NoSteps, CancellationToken.None)).Tables.Single(table => table.Table == StoreNames.Responses).Rows);
    }

    [Fact]
    public async Task A_file_that_is_larger_than_its_rows_can_be_is_not_even_read()
    {
        using (var file = File.OpenWrite(Responses))
            file.SetLength(1L << 40);
        await RefuseAsync($"Responses.jsonl.gz: This file has {1L << 40} bytes, and at most 12 MiB are read");
    }

    [Fact]
    public async Task A_manifest_that_is_larger_than_any_is_not_read()
    {
        using (var file = File.OpenWrite(Manifest))
            file.SetLength(1L << 40);
        await RefuseAsync($"backup.json: This file has {1L << 40} bytes");
    }

    [Fact]
    public async Task A_manifest_that_was_compressed_is_damaged_and_not_unpacked()
    {
        await File.WriteAllBytesAsync(Manifest, await RepeatedAsync(new byte[Mebibyte], times: 256));
        await RefuseAsync("backup.json is damaged");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task RefuseAsync(string why)
    {
        var file = _folder.File("new.db");
        var run = await CommandRun.OfAsync("restore", Backup, "--file", file);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(why, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Errors + run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    private void Change(Action<JsonNode> change)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Manifest))!;
        change(manifest);
        File.WriteAllText(Manifest, manifest.ToJsonString());
    }

    /// <summary>With the checksum that belongs to it.</summary>
    private void Rewrite(Func<string[], string[]> change, int? rows = null)
    {
        string[] lines;
        using (var text = new StreamReader(new GZipStream(File.OpenRead(Responses), CompressionMode.Decompress)))
            lines = change(text.ReadToEnd().Split('\n')[..^1]);
        using (var text = new GZipStream(File.Create(Responses), CompressionLevel.Fastest))
            text.Write(Encoding.UTF8.GetBytes(string.Join('\n', [.. lines, ""])));
        Declare(rows ?? lines.Length);
    }

    private async Task RewriteAsync(byte[] compressed)
    {
        await File.WriteAllBytesAsync(Responses, compressed);
        Declare(rows: 2);
    }

    /// <summary>What the manifest says of the file of responses.</summary>
    private void Declare(int rows) => Change(manifest =>
    {
        var responses = manifest["tables"]!.AsArray().Single(table => (string)table!["table"]! == "Responses")!;
        responses["sha256"] = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Responses)));
        responses["rows"] = rows;
    });

    /// <summary>Compressed once: members of a gzip file one after the other unpack to one text.</summary>
    private static async Task<byte[]> RepeatedAsync(byte[] text, int times)
    {
        using var member = new MemoryStream();
        await using (var compressing = new GZipStream(member, CompressionLevel.Fastest, leaveOpen: true))
            await compressing.WriteAsync(text);
        return [.. Enumerable.Repeat(member.ToArray(), times).SelectMany(bytes => bytes)];
    }
}
