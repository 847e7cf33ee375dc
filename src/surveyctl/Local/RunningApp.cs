using System.Text.Json;

using Surveyctl.Input;

namespace Surveyctl.Local;

/// <summary>
/// What <c>up</c> tells other commands while it runs, in <c>running.json</c> of its data folder. It may hold
/// a connection string, so nobody else may read it.
/// </summary>
internal sealed record RunningApp(StorageLocation Storage, Uri Url, int ProcessId)
{
    private const string Name = "running.json";
    private const string ConnectionString = "connectionString";
    private const string EmbeddedFile = "file";

    /// <summary>Null: nothing runs on this folder.</summary>
    public static RunningApp? Find(string dataFolder)
    {
        // Left behind by a process that was killed, it is not believed: the lock tells.
        if (!DataFolder.IsInUse(dataFolder))
            return null;
        try
        {
            using var json = JsonDocument.Parse(NamedFile.Read(Path.Combine(dataFolder, Name), NamedFile.MostJsonBytes).Require());
            return new RunningApp(
                json.RootElement.TryGetProperty(EmbeddedFile, out var file)
                    ? new StorageLocation.Embedded(file.GetString()!)
                    : new StorageLocation.Azure(json.RootElement.GetProperty(ConnectionString).GetString()!),
                new Uri(json.RootElement.GetProperty("url").GetString()!),
                json.RootElement.GetProperty("processId").GetInt32());
        }
        catch (Exception unreadable) when (unreadable is IOException or CommandFailedException or JsonException or KeyNotFoundException)
        {
            return null;
        }
    }

    public void Write(string dataFolder)
    {
        Remove(dataFolder);
        using var file = OwnerOnly.CreateFile(Path.Combine(dataFolder, Name));
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        if (Storage is StorageLocation.Embedded embedded)
            json.WriteString(EmbeddedFile, embedded.Path);
        else
            json.WriteString(ConnectionString, ((StorageLocation.Azure)Storage).Options.ConnectionString);
        json.WriteString("url", Url.OriginalString);
        json.WriteNumber("processId", ProcessId);
        json.WriteEndObject();
    }

    public static void Remove(string dataFolder) => File.Delete(Path.Combine(dataFolder, Name));
}
