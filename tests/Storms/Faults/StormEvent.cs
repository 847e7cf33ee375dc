namespace Storms.Faults;

/// <summary>
/// What happens while the responses come in. Faults of single requests to Azurite are the proxy's: <see cref="RequestFault"/>.
/// </summary>
internal enum StormEvent
{
    /// <summary>SIGKILL, then a new start.</summary>
    KillCopy,

    /// <summary>SIGTERM, then a new start.</summary>
    EndCopy,

    /// <summary>SIGSTOP, and on after a while: leases run on, locks stay held.</summary>
    PauseCopy,

    /// <summary>A process that folds and rolls up without a pause gets SIGKILL in the middle of it.</summary>
    KillWorker,

    /// <summary>SIGSTOP for all copies, a recount of every partition as it stands, and on.</summary>
    VerifyFrozen,

    /// <summary>Two folds at once of batches that have nothing in common, see <see cref="Faults.FoldRace"/>.</summary>
    RaceFolds,

    /// <summary>Azurite ends in order and starts again on the same data and ports.</summary>
    RestartStorage,

    /// <summary>The embedded file's disk is full for a while.</summary>
    FillDisk,

    /// <summary>Messages vanish from the embedded queue.</summary>
    LoseMessages,

    /// <summary>Messages of the embedded queue are delivered twice.</summary>
    ReplayMessages,

    /// <summary>Messages of the embedded queue come later than others sent after them.</summary>
    DelayMessages,

    /// <summary>Schools that were forgotten come into the open wave, by several commands at once, and are answered for.</summary>
    AddSchools,

    /// <summary>The wave closes and is opened again at once; until every copy has noticed some responses come too late.</summary>
    ReopenWave,

    /// <summary>The wave closes; the rest of the responses come too late.</summary>
    CloseWave,
}
