using Azure;

using SurveyEngine.Keys;

using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Tallies;

namespace SurveyEngine.Waves;

/// <summary>One opening of a survey, with everything it pinned when it opened: none of it changes but the state.</summary>
public sealed record Wave
{
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

    /// <summary>How many partitions its responses lie in.</summary>
    public required int Buckets { get; init; }

    /// <summary>How many schools (or members) answer.</summary>
    public required int Schools { get; init; }

    /// <summary>The top of the pinned tree.</summary>
    public required ScopeId Root { get; init; }

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

    /// <summary>Where its nodes, schools and collections are.</summary>
    public string PinnedPartition => WavesKeys.Pinned(Tenant, Id, Opening);

    public ResponsesPartition PartitionOf(PinnedSchool school) => new(Tenant, Id, school.Bucket);

    public IEnumerable<ResponsesPartition> Partitions =>
        Enumerable.Range(0, Buckets).Select(bucket => new ResponsesPartition(Tenant, Id, bucket));
}

/// <summary>A school as its wave pinned it.</summary>
public sealed record PinnedSchool(SchoolId Id, string Name, int Bucket);

/// <summary>Draft → Open → Closing → Settled, never back.</summary>
public enum WaveState
{
    /// <summary>Loaded and not opened yet: it has pinned nothing, and no row of it is stored but its claim to the id.</summary>
    Draft,

    /// <summary>Accepts answers.</summary>
    Open,

    /// <summary>
    /// Accepts no new answers, but a copy of the app that has not noticed yet may still commit one: this state lasts longer
    /// than any cache of it plus the longest request.
    /// </summary>
    Closing,

    /// <summary>Nothing changes any more; everything is folded.</summary>
    Settled,
}
