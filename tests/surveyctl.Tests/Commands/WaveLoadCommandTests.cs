using System.Text.Json;

using SurveyEngine.Keys;

using TestSupport.Waves;

namespace Surveyctl.Tests.Commands;

[Collection(WholeStorages.Name)]
public sealed class WaveLoadCommandTests(WholeStorages storages)
{
    [Fact]
    public async Task Partitions_where_most_waits_come_first_and_nothing_is_folded_by_looking()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Azure);
        using var engine = storage.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 120);
        var keys = wave.Wave.Partitions.Select(partition => partition.Key).ToList();
        foreach (var school in new[] { 0, 60, 61, 62, 110, 111 })
            await engine.Accept.AcceptAsync(wave.Submission(school));
        await engine.Fold.FoldAsync(wave.Wave.PartitionOf(wave.Schools[110]), CancellationToken.None);
        await engine.Messages.DrainAsync();
        var messages = await storage.Queues.CountAsync(StoreNames.PendingBatches, CancellationToken.None);

        for (var look = 0; look < 2; look++)
        {
            var run = await storage.RunAsync("wave", "load", wave.Id.Value);

            Assert.Equal(0, run.ExitCode);
            Assert.Equal(messages, run.Number("messages"));
            var partitions = run.Json().GetProperty("partitions").EnumerateArray().ToList();
            Assert.Equal([keys[1], keys[0], keys[2]], partitions.Select(partition => partition.GetProperty("partition").GetString()));
            Assert.Equal([3, 1, 0], partitions.Select(partition => partition.GetProperty("pending").GetInt32()));
            Assert.Equal([3, 1, 0], partitions.Select(partition => partition.GetProperty("batches").GetInt32()));
            Assert.Equal([0, 0, 2], partitions.Select(partition => partition.GetProperty("counted").GetInt32()));
            Assert.Equal([true, true, false], partitions.Select(partition => partition.GetProperty("oldestSeconds").ValueKind == JsonValueKind.Number));
        }
    }
}
