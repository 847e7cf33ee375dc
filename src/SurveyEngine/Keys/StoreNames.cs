namespace SurveyEngine.Keys;

/// <summary>The tables and queues of the product.</summary>
public static class StoreNames
{
    /// <summary>Tenants, survey versions, organisations and wave definitions, as they were loaded.</summary>
    public const string Definitions = "Definitions";

    /// <summary>What a wave pinned when it opened, and its state.</summary>
    public const string Waves = "Waves";

    /// <summary>Responses, pending batches and tallies. The operator's alone: see docs/architecture.md.</summary>
    public const string Responses = "Responses";

    /// <summary>The counts that releases are made of, and what they hold back. The operator's alone.</summary>
    public const string Blocks = "Blocks";

    /// <summary>Released figures, and nothing that is held back, in typed columns: docs/results.md.</summary>
    public const string Results = "Results";

    /// <summary>The same figures in the compact form that pages are made from.</summary>
    public const string Pages = "Pages";

    /// <summary>Who may sign in, and what they may do. The operator's alone.</summary>
    public const string People = "People";

    /// <summary>Who did what, and when; rows are added and never changed. The operator's alone.</summary>
    public const string Audit = "Audit";

    /// <summary>What sessions are sealed with: who reads it can forge one. The operator's alone.</summary>
    public const string SessionKeys = "SessionKeys";

    /// <summary>Which timer occurrences were claimed and completed, when no Functions host keeps track.</summary>
    public const string Timers = "Timers";

    /// <summary>One message per partition that has pending batches.</summary>
    public const string PendingBatches = "pending-batches";

    /// <summary>Messages given up after five deliveries; the Functions host uses the same name.</summary>
    public const string PendingBatchesPoison = "pending-batches-poison";

    public static readonly IReadOnlyList<string> Tables = [Definitions, Waves, Responses, Blocks, Results, Pages, People, Audit, SessionKeys, Timers];

    public static readonly IReadOnlyList<string> Queues = [PendingBatches, PendingBatchesPoison];
}
