namespace StorageProcess;

/// <summary>Opens a store and closes it again.</summary>
internal static class OpenStore
{
    public static Task RunAsync(string place)
    {
        using var storage = Stores.Open(place);
        Console.WriteLine($"opened {storage.Description}");
        return Task.CompletedTask;
    }
}
