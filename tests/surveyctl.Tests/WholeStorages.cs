using Azure;

using SurveyEngine.Keys;

using SurveyStorage;
using SurveyStorage.Sqlite;

using TestSupport;

namespace Surveyctl.Tests;

public enum StorageForm
{
    Azure,
    Embedded,
}

/// <summary>For tests of what is done to all that a storage holds: each gets one that is empty, on one Azurite for all.</summary>
[CollectionDefinition(Name)]
public sealed class WholeStorages : ICollectionFixture<WholeStorages>, IAsyncLifetime
{
    public const string Name = "whole storages";

    private readonly AzuriteFixture _azurite = new();

    public ValueTask InitializeAsync() => _azurite.InitializeAsync();

    public ValueTask DisposeAsync() => _azurite.DisposeAsync();

    /// <summary>With tables and queues, and nothing in them.</summary>
    internal async Task<WholeStorage> EmptyAsync(StorageForm form)
    {
        var storage = form == StorageForm.Azure
            ? new WholeStorage(_azurite.Tables, _azurite.Queues, ["--connection", _azurite.ConnectionString], null)
            : WholeStorage.InFile(new TemporaryFolder());
        using (var setUp = new Engine(storage.Tables, storage.Queues))
            await setUp.SetUpAsync();
        foreach (var table in StoreNames.Tables)
        {
            var rows = await storage.Tables.ScanAsync(table, "", "~", take: null, CancellationToken.None).ToListAsync();
            foreach (var some in rows.GroupBy(row => row.PartitionKey).SelectMany(partition => partition.Chunk(TableLimits.MaxActions)))
                await storage.Tables.CommitAsync(table, [.. some.Select(Delete)], CancellationToken.None);
        }
        return storage;

        static RowChange Delete(TableRow row) => new(RowChangeType.Delete, row, ETag.All);
    }
}

/// <summary>A storage that a test has for itself.</summary>
/// <param name="Tables">Its tables.</param>
/// <param name="Queues">Its queues.</param>
/// <param name="Options">By which a command finds it.</param>
/// <param name="Owned">Goes with it.</param>
internal sealed record WholeStorage(ITableStore Tables, IQueueStore Queues, string[] Options, Action? Owned) : IDisposable
{
    public static WholeStorage InFile(TemporaryFolder folder)
    {
        var file = folder.File(SqliteStorage.FileName);
        var store = SqliteStorage.Open(file, TimeProvider.System);
        return new WholeStorage(store.Tables, store.Queues, ["--file", file], () =>
        {
            store.Dispose();
            folder.Dispose();
        });
    }

    public Engine NewEngine(ITableStore? tables = null, TimeProvider? time = null) => new(tables ?? Tables, Queues, time);

    /// <summary>Every row of the tables that a backup has, but for people and the audit, with the types and values of its properties, as text.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync()
    {
        var rows = new List<string>();
        foreach (var table in new[] { StoreNames.Definitions, StoreNames.Waves, StoreNames.Responses, StoreNames.Results, StoreNames.Pages, StoreNames.Blocks })
        {
            await foreach (var row in Tables.ScanAsync(table, "", "~", take: null, CancellationToken.None))
                rows.Add($"{table}/{row.PartitionKey}/{row.RowKey}: {string.Join(", ", row.Select(TextOf).Order(StringComparer.Ordinal))}");
        }
        return rows;
    }

    public Task<CommandRun> RunAsync(params string[] args) => CommandRun.OfAsync([.. args, .. Options, "--json"]);

    /// <summary>What people read.</summary>
    public async Task<string> RunAsTextAsync(params string[] args)
    {
        var run = await CommandRun.OfAsync([.. args, .. Options]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return run.Output;
    }

    public async Task AddAsync(string table, TableRow row) => Assert.IsType<CommitResult.Committed>(
        await Tables.CommitAsync(table, [new RowChange(RowChangeType.UpsertReplace, row)], CancellationToken.None));

    public void Dispose() => Owned?.Invoke();

    private static string TextOf(KeyValuePair<string, object> property)
    {
        var text = property.Value switch
        {
            byte[] bytes => Convert.ToHexString(bytes),
            DateTimeOffset time => time.UtcTicks.ToString(),
            double number => BitConverter.DoubleToInt64Bits(number).ToString("x"),
            var value => value.ToString(),
        };
        return $"{property.Key} {property.Value.GetType().Name} {text}";
    }
}
