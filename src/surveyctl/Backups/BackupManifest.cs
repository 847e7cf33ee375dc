using System.Text.Json;
using System.Text.Json.Serialization;

using Surveyctl.Input;

namespace Surveyctl.Backups;

/// <summary>What a finished backup says of itself, in <c>backup.json</c>. Nothing of it is secret.</summary>
internal sealed record BackupManifest
{
    public const string FileName = "backup.json";

    /// <summary>Behind the name, as long as it is being written.</summary>
    public const string Unfinished = ".unfinished";

    /// <summary>Raised when a reader of this number could not restore what is written.</summary>
    public const int CurrentFormat = 4;

    /// <summary>The tables that came with later formats than the first.</summary>
    private static readonly Dictionary<string, int> FirstFormats = new() { [StoreNames.Blocks] = 2, [StoreNames.Pages] = 3, [StoreNames.People] = 4, [StoreNames.Audit] = 4 };

    public required int Format { get; init; }

    /// <summary>Of a table. No storage of surveys comes near it, and a file may be as large as its rows can be.</summary>
    private const long MostRows = 10_000_000_000;

    /// <summary>When it was begun, by the clock of the machine that took it: what was acknowledged before is in it.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>In the order in which they were read.</summary>
    public required IReadOnlyList<BackedUpTable> Tables { get; init; }

    /// <summary>What a backup of its format has, in the order in which it is read.</summary>
    [JsonIgnore]
    public IEnumerable<string> TablesOfFormat => RowOrder.Tables.Where(table => FirstFormats.GetValueOrDefault(table) <= Format);

    /// <exception cref="CommandFailedException">The folder is no backup, or one of another format.</exception>
    public static BackupManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new CommandFailedException(
                $"There is no {path}: {folder} is no backup, or one that was not finished. A finished one has that file.");
        }
        try
        {
            var json = NamedFile.Read(path, NamedFile.MostJsonBytes).Require();
            RequireFormat(path, json);
            var manifest = JsonSerializer.Deserialize(json, BackupManifestJson.Default.BackupManifest)!;
            return manifest.Tables.All(table => table is { Rows: >= 0 and <= MostRows }) ? manifest : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new CommandFailedException($"{path} is damaged. Take another backup of the same storage.");
        }
    }

    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        // Who finds it finds all of it.
        var unfinished = path + Unfinished;
        using (var file = OwnerOnly.CreateFile(unfinished))
        {
            JsonSerializer.Serialize(file, this, BackupManifestJson.Default.BackupManifest);
            file.Write("\n"u8);
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path);
    }

    /// <summary>First of all: another format may have other properties.</summary>
    private static void RequireFormat(string path, byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("format", out var property)
            || property.ValueKind != JsonValueKind.Number
            || !property.TryGetInt32(out var format))
        {
            throw new JsonException();
        }
        if (format is < 1 or > CurrentFormat)
        {
            throw new CommandFailedException(
                $"{path} is of format {format}, and this surveyctl reads format {CurrentFormat}: restore with the surveyctl that took it, "
                + "or a newer one.");
        }
    }
}

/// <param name="Rows">How many it has.</param>
/// <param name="Sha256">Of its file, in hexadecimal digits.</param>
internal sealed record BackedUpTable(string Table, long Rows, string Sha256);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupManifestJson : JsonSerializerContext;
