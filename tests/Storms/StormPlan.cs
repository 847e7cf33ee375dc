using Storms.Faults;

namespace Storms;

/// <summary>What one storm does, all of it chosen by its seed. When the processes get to it is the machine's.</summary>
internal sealed record StormPlan
{
    private const int Events = 9;

    /// <summary>From here on there is time for two backlogs.</summary>
    private const int ManyResponses = 1000;

    public required int Seed { get; init; }

    public required StoreKind Store { get; init; }

    public required int Copies { get; init; }

    public required int Responses { get; init; }

    /// <summary>The copies are workers of Functions hosts; one is killed in the middle at the latest.</summary>
    public required bool IsHosted { get; init; }

    /// <summary>
    /// No message is lost and no process ends: every commit is announced, so nothing may stay pending for long although
    /// requests fail.
    /// </summary>
    public required bool IsGentle { get; init; }

    /// <summary>On a disk of its own, which can be filled.</summary>
    public required bool HasOwnDisk { get; init; }

    /// <summary>Of the requests to Azurite this share meets a fault.</summary>
    public required double FaultShare { get; init; }

    /// <summary>One after the other, spread evenly over the responses.</summary>
    public required IReadOnlyList<StormEvent> Schedule { get; init; }

    /// <summary>Of each <see cref="FoldRace"/>, more than two folds take.</summary>
    public int ResponsesOfRace => Responses < ManyResponses ? 120 : 240;

    public bool Closes => Schedule.Contains(StormEvent.CloseWave);

    /// <summary>Of a stream of choices of its own, so that one choice more in one place changes nothing in another.</summary>
    public Random Random(int stream) => new(HashCode(Seed, stream));

    /// <param name="store">Null: by the seed.</param>
    /// <param name="copies">Null: by the seed.</param>
    /// <param name="canFillDisk">A disk of our own is mounted.</param>
    /// <param name="isHosted">Under Functions hosts, which know Azurite alone.</param>
    public static StormPlan Make(int seed, StoreKind? store, int? copies, int responses, bool canFillDisk, bool isHosted = false)
    {
        var random = new Random(HashCode(seed, 0));
        // Everything is drawn whether it is used or not: an option changes nothing else.
        var drawnStore = random.Next(5) == 0 ? StoreKind.Azurite : StoreKind.Embedded;
        var drawnCopies = random.Next(3) == 0 ? 1 : 2;
        var isGentle = random.Next(4) == 0 && !isHosted;
        var closes = random.Next(5) == 0 && !isGentle;
        var fillsDisk = random.Next(3) == 0 && !isGentle && canFillDisk;
        var share = 0.005 + (0.03 * random.NextDouble());
        var kind = isHosted ? StoreKind.Azurite : store ?? drawnStore;

        StormEvent[] choices = (isGentle, kind) switch
        {
            (true, StoreKind.Embedded) => [StormEvent.PauseCopy, StormEvent.KillWorker, StormEvent.ReplayMessages],
            (true, StoreKind.Azurite) => [StormEvent.PauseCopy, StormEvent.KillWorker],
            (false, StoreKind.Embedded) =>
            [
                StormEvent.KillCopy, StormEvent.KillCopy, StormEvent.KillCopy, StormEvent.EndCopy, StormEvent.PauseCopy,
                StormEvent.KillWorker, StormEvent.LoseMessages, StormEvent.ReplayMessages, StormEvent.DelayMessages,
            ],
            _ =>
            [
                StormEvent.KillCopy, StormEvent.KillCopy, StormEvent.EndCopy, StormEvent.PauseCopy, StormEvent.KillWorker,
                StormEvent.RestartStorage,
            ],
        };
        var schedule = new List<StormEvent>();
        for (var i = 0; i < Events; i++)
            schedule.Add(i % 3 == 1 ? StormEvent.VerifyFrozen : choices[random.Next(choices.Length)]);
        for (var i = 0; i < (responses < ManyResponses ? 1 : 2); i++)
            schedule.Insert(random.Next(1, schedule.Count / 2), StormEvent.RaceFolds);
        if (fillsDisk && kind == StoreKind.Embedded)
            schedule.Insert(random.Next(schedule.Count), StormEvent.FillDisk);
        if (isHosted)
            schedule.Insert(schedule.Count / 2, StormEvent.KillCopy);
        if (closes)
            schedule.Insert(random.Next(schedule.Count / 2, schedule.Count * 3 / 4), StormEvent.CloseWave);
        // Of streams of their own, so that the storms of before stay what they were.
        var waves = new Random(HashCode(seed, 3));
        if (closes && waves.Next(2) == 0)
            schedule.Insert(waves.Next(schedule.Count / 4, schedule.Count / 2), StormEvent.ReopenWave);
        schedule.Insert(waves.Next(schedule.Count / 3), StormEvent.AddSchools);
        return new StormPlan
        {
            Seed = seed,
            Store = kind,
            Copies = copies ?? drawnCopies,
            Responses = responses,
            IsHosted = isHosted,
            IsGentle = isGentle,
            HasOwnDisk = fillsDisk && kind == StoreKind.Embedded,
            FaultShare = share,
            Schedule = schedule,
        };
    }

    /// <summary>The same in every process, unlike <see cref="System.HashCode"/>.</summary>
    private static int HashCode(int seed, int stream) => unchecked((seed * 486_187_739) + (stream * 16_777_619));
}
