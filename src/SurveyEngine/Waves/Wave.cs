using Azure;

using SurveyEngine.Keys;

using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Tallies;

namespace SurveyEngine.Waves;

/// <summary>
/// One opening of a survey, with everything it pinned when it opened. Its structure never changes; its state and times do, and names,
/// titles, populations and late schools are mended (<see cref="MendWave"/>).
/// </summary>
public sealed record Wave
{
    /// <summary>
    /// What is sent so long after <see cref="WaveTimes.ClosesAt"/> is still taken: for who pressed the button in time, and for clocks that
    /// are slow.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    public required TenantId Tenant { get; init; }

    public required string TenantName { get; init; }

    /// <summary>IANA name; times on pages are in this zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>UTC if this machine does not know it.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    public required WaveId Id { get; init; }

    public required WaveState State { get; init; }

    /// <summary>Survey, title, population, smallest cell, as its definition says.</summary>
    public required WaveDefinition Definition { get; init; }

    public required SurveyVersion Survey { get; init; }

    public required TallyLayout Layout { get; init; }

    /// <summary>Anybody reads its results, as it was declared or made public since; else people of its tenant who sign in.</summary>
    public required bool IsPublic { get; init; }

    /// <summary>How many partitions its responses lie in.</summary>
    public required int Buckets { get; init; }

    /// <summary>How many schools (or members) answer.</summary>
    public required int Schools { get; init; }

    /// <summary>The top of the pinned tree.</summary>
    public required ScopeId Root { get; init; }

    /// <summary>Within its state open it takes answers only between these; see <see cref="AcceptanceAt"/>.</summary>
    public required WaveTimes Times { get; init; }

    /// <summary>Null: not open yet.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When it stopped accepting answers; null: it has not.</summary>
    public DateTimeOffset? ClosingAt { get; init; }

    /// <summary>Null: not settled yet.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Of the row it was read from: the same ETag means that nothing has to be read anew.</summary>
    public ETag ETag { get; init; }

    /// <summary>The attempt to open it that succeeded.</summary>
    public required string Opening { get; init; }

    /// <summary>Grows when what it pinned was mended: what is kept of it by an earlier one is read again.</summary>
    public int Revision { get; init; }

    /// <summary>Where its nodes, schools and collections are.</summary>
    public string PinnedPartition => WavesKeys.Pinned(Tenant, Id, Opening);

    /// <summary>Whether answers that come in at this moment, by the clock of who takes them, are taken.</summary>
    public WaveAcceptance AcceptanceAt(DateTimeOffset now) => State switch
    {
        WaveState.Draft => WaveAcceptance.NotYet,
        WaveState.Open when now < Times.OpensAt => WaveAcceptance.NotYet,
        WaveState.Open when !IsOverAt(now) => WaveAcceptance.Open,
        _ => WaveAcceptance.Over,
    };

    /// <summary>Whether its time is over, grace and all: whoever sweeps closes it.</summary>
    public bool IsOverAt(DateTimeOffset now) => now >= Times.ClosesAt + Grace;

    public ResponsesPartition PartitionOf(PinnedSchool school) => new(Tenant, Id, school.Bucket);

    public IEnumerable<ResponsesPartition> Partitions =>
        Enumerable.Range(0, Buckets).Select(bucket => new ResponsesPartition(Tenant, Id, bucket));
}

/// <summary>A school as its wave pinned it.</summary>
public sealed record PinnedSchool(SchoolId Id, string Name, int Bucket);

/// <summary>Whether a wave takes answers.</summary>
public enum WaveAcceptance
{
    /// <summary>It is a draft, or opens later.</summary>
    NotYet,

    Open,

    /// <summary>It has closed, or its time is over.</summary>
    Over,
}

/// <summary>Draft → Open → Closing → Settled; from closing back to open while it has not settled.</summary>
public enum WaveState
{
    /// <summary>Loaded and not opened yet: it has pinned nothing, and no row of it is stored but its claim to the id.</summary>
    Draft,

    /// <summary>Accepts answers, between the times it may have.</summary>
    Open,

    /// <summary>
    /// Accepts no new answers, but a copy of the app that has not noticed yet may still commit one: this state lasts longer
    /// than any cache of it plus the longest request.
    /// </summary>
    Closing,

    /// <summary>Nothing changes any more; everything is folded.</summary>
    Settled,
}
