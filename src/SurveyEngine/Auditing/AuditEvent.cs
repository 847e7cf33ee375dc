using Surveys.Ids;

namespace SurveyEngine.Auditing;

/// <summary>What is written down. Stored by name: append only.</summary>
public enum AuditAct
{
    Invited,
    LinkRenewed,
    GrantChanged,
    Revoked,
    SignedIn,
    SignedOutEverywhere,
    KeyMade,
    RowsExported,
    WaveOpened,
    WaveScheduled,
    WaveClosed,
    WaveReopened,
    WaveSettled,
    WaveMended,
    WavePublished,
    FlagsTakenIn,
    FlagsExcluded,
    Released,
    RehearsalDeleted,
    TenantDeleted,
    Restored,
}

/// <param name="Id">Of a person or a program, or one of these.</param>
/// <param name="From">The command or the function by which.</param>
public sealed record Actor(string Id, string From)
{
    /// <summary>Whoever has the storage, which is no role.</summary>
    public const string Operator = "operator";

    /// <summary>The app, when it is time.</summary>
    public const string App = "app";

    /// <param name="command">As it is called.</param>
    public static Actor OfCommand(string command) => new(Operator, command);
}

/// <summary>Who does what. It names nobody by name, and has nothing of an answer.</summary>
/// <param name="Tenant">Whose; null: it is of the whole storage, or stays when the tenant goes.</param>
/// <param name="Subject">The id of a person, a wave or a tenant.</param>
/// <param name="Detail">In ids, such as a role and a scope, or a school; null: there is none.</param>
public sealed record AuditEvent(TenantId? Tenant, AuditAct Act, string Subject, string? Detail = null);

/// <param name="Id">In the order of time, the latest first.</param>
/// <param name="Failed">The id of the entry whose act did not come to its end; null: this one says that an act begins.</param>
public sealed record AuditEntry(string Id, DateTimeOffset At, Actor By, AuditEvent Event, string? Failed);
