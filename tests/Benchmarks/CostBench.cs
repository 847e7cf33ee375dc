using System.Diagnostics;
using System.Text.Json;

using Benchmarks.Load;
using Benchmarks.Running;
using Benchmarks.Wire;

using SurveyEngine.Folding;
using SurveyEngine.Waves;

namespace Benchmarks;

/// <summary>
/// Storage transactions per response, counted on the wire between app and Azurite until everything is in the tallies. What the
/// idle app does in as long a time (it polls the queue) is taken off; under the Functions host the host polls, and less often.
/// </summary>
internal sealed class CostBench(Choice choice)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private sealed record Load(string Name, int Processes, int Clients, int Schools, int Responses, double? PerSecond);

    public async Task RunAsync()
    {
        using var app = await PublishedApp.MakeAsync(choice.IsQuick);
        Load[] loads =
        [
            new("64 clients, 60 schools", 1, 64, 60, choice.Of(3500), null),
            new("steady 10/s, 60 schools", 1, 0, 60, choice.Of(600), 10),
            new("lone response every 5 s", 1, 0, 60, choice.Of(20), 0.2),
            new("4 processes x 16 clients", 4, 64, 60, choice.Of(3500), null),
            new("64 clients, 1,000 schools", 1, 64, 1000, choice.Of(3000), null),
        ];
        var prices = Prices.Read();
        var rows = new List<IReadOnlyList<string>>();
        foreach (var load in loads)
            rows.Add(Tell(load, await MeasureAsync(app, load), prices));
        Report.Table(
            $"cost on Azurite: storage transactions per response; {prices.Currency} per million responses, {prices.Region}, prices of {prices.ReadOn}",
            ["load", "all", .. Enum.GetNames<CallKind>(), "idle/s", "per million"],
            rows);
    }

    private async Task<(Dictionary<CallKind, double> Each, double IdlePerSecond)> MeasureAsync(PublishedApp app, Load load)
    {
        await using var store = await FreshStore.StartAsync(StoreKind.Azurite);
        await using var tables = new CountingProxy(store.Azurite!.TableEndpoint, isQueue: false);
        await using var queues = new CountingProxy(store.Azurite.QueueEndpoint, isQueue: true);
        var settings = store.AppSettings(queues.Through(tables.Through(store.Azurite.ConnectionString)));
        var wave = await FamilyWave.OpenAsync(store.Engine, load.Schools);
        var answers = new FullAnswers(wave, seed: 1);
        var apps = new List<MeasuredApp>();
        try
        {
            for (var i = 0; i < load.Processes; i++)
                apps.Add(await MeasuredApp.StartAsync(app, settings));
            // Every copy reads wave and schools once and keeps them.
            foreach (var running in apps)
                await ClosedLoad.RunAsync([running.Port], 16, [.. Enumerable.Range(0, load.Schools).Select(_ => answers.NextRequest())]);
            var progress = new ReadProgress(store.Engine.Tables);
            await AwaitFoldedAsync(progress, wave.Wave);

            var idleTime = TimeSpan.FromSeconds(choice.IsQuick ? 3 : 15);
            // A message that was under way is gone when its delay is over.
            await Task.Delay(TimeSpan.FromSeconds(3));
            var idleStart = Counts();
            await Task.Delay(idleTime);
            var idle = Counts().ToDictionary(count => count.Key, count => (count.Value - idleStart[count.Key]) / idleTime.TotalSeconds);

            var requests = Enumerable.Range(0, load.Responses).Select(_ => answers.NextRequest()).ToList();
            var before = Counts();
            var start = Stopwatch.GetTimestamp();
            if (load.PerSecond is { } perSecond)
                await PacedLoad.RunAsync(apps[0].Port, perSecond, requests);
            else
                await ClosedLoad.RunAsync([.. apps.Select(running => running.Port)], load.Clients, requests);
            await AwaitFoldedAsync(progress, wave.Wave);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var each = Counts().ToDictionary(
                count => count.Key,
                count => Math.Max(0, count.Value - before[count.Key] - (idle[count.Key] * seconds)) / load.Responses);
            return (each, idle.Values.Sum());
        }
        finally
        {
            foreach (var running in apps)
                await running.DisposeAsync();
        }

        Dictionary<CallKind, long> Counts() => Enum.GetValues<CallKind>()
            .ToDictionary(kind => kind, kind => tables.Counts[kind] + queues.Counts[kind]);
    }

    /// <summary>Asks Azurite itself, past the proxy.</summary>
    private static async Task AwaitFoldedAsync(ReadProgress progress, Wave wave)
    {
        while ((await progress.ReadAsync(wave, CancellationToken.None)).Pending > 0)
            await Task.Delay(PollInterval);
    }

    private static string[] Tell(Load load, (Dictionary<CallKind, double> Each, double IdlePerSecond) measured, Prices prices)
    {
        var (each, idle) = measured;
        var queue = each.Where(count => count.Key.IsQueue()).Sum(count => count.Value);
        var all = each.Values.Sum();
        var price = prices.OfMillion(all - queue, queue);
        Report.Line(
            "cost",
            [
                ("store", StoreKind.Azurite), ("load", load.Name), ("responses", load.Responses), ("transactionsPerResponse", all),
                .. each.Select(count => (JsonNamingPolicy.CamelCase.ConvertName($"{count.Key}"), (object?)count.Value)),
                ("idlePerSecond", idle), ("pricePerMillion", price), ("currency", prices.Currency),
            ]);
        return [load.Name, $"{all:F3}", .. each.Select(count => $"{count.Value:F3}"), $"{idle:F1}", $"{price:F4}"];
    }
}
