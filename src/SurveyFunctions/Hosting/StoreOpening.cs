using SurveyEngine.Keys;

using SurveyStorage;
using SurveyStorage.Azure;
using SurveyStorage.Sqlite;

namespace SurveyFunctions.Hosting;

/// <summary>
/// The store that is named, opened and read once while the server is still being built: at a cold start one takes about as long as
/// the other, most of it compiling, and the first request needs both.
/// </summary>
public sealed class StoreOpening : IAsyncDisposable
{
    private StoreOpening(AppOptions options)
    {
        Storage = Task.Run(() => Open(options));
        Problem = FindProblemAsync();
    }

    public Task<IStorage> Storage { get; }

    /// <summary>
    /// What is wrong with it, as one read tells that needs the address, the credentials and the tables; null: nothing. Where nobody
    /// asks, under the Functions host, it has made the way to the store for the reads that follow.
    /// </summary>
    public Task<string?> Problem { get; }

    public static StoreOpening Begin(AppOptions options) => new(options);

    /// <summary>Closes it, if the container did not.</summary>
    public async ValueTask DisposeAsync()
    {
        await ((Task)Problem).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Storage.IsCompletedSuccessfully)
            (await Storage).Dispose();
    }

    private static IStorage Open(AppOptions options) => options.EmbeddedStore is { } file
        ? SqliteStorage.Open(file, TimeProvider.System)
        : AzureStorage.Connect(options.Storage!);

    private async Task<string?> FindProblemAsync()
    {
        try
        {
            var tables = (await Storage).Tables;
            await tables.GetAsync(StoreNames.Waves, WavesKeys.IndexPartition, "none", CancellationToken.None);
            return null;
        }
        catch (StoreUnavailableException failure)
        {
            return failure.Message;
        }
    }
}
