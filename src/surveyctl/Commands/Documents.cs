using System.Text.Json.Serialization;

using Surveyctl.Backups;
using Surveyctl.Importing;
using Surveyctl.Queues;
using Surveyctl.Recounting;

using Surveys.Readings;

namespace Surveyctl.Commands;

// What --json prints. Programs read it: names stay, and what is not said is null unless it is left out.

internal sealed record UpDocument(
    string Url, string Storage, string Data, string AppLog, int ProcessId, double Seconds, IEnumerable<LinkDocument> Links);

internal sealed record LinkDocument(string Name, string Url);

internal sealed record SetupDocument(IReadOnlyList<string> Tables, IReadOnlyList<string> Queues);

internal sealed record ValidateDocument(bool Valid, IReadOnlyList<DefinitionProblem> Problems, IReadOnlyList<DefinitionProblem> Warnings);

/// <param name="Problems">What kept waves from being opened.</param>
internal sealed record SeedDocument(
    int Tenants, int Surveys, int WavesOpened, int WavesOpenBefore, int Answers, IEnumerable<TenantChangesDocument> Changes,
    IReadOnlyList<string> Problems);

internal sealed record SeedRefusedDocument(bool Loaded, IEnumerable<TenantChangesDocument> Changes);

internal sealed record TenantChangesDocument(string Tenant, IEnumerable<SeedChangeDocument> Changes);

/// <param name="Type">added, changed, removed, stays or pinned.</param>
/// <param name="Detail">Null: there is nothing to add.</param>
internal sealed record SeedChangeDocument(string Type, string Subject, string? Detail);

internal sealed record ImportRefusedDocument(bool Changes, IReadOnlyList<DefinitionProblem> Problems);

internal sealed record TemplateDocument(string? File, string Header, IEnumerable<ColumnDocument> Columns);

internal sealed record ColumnDocument(string Column, string Meaning, IReadOnlyList<string> AlsoCalled);

/// <param name="NotInFile">Stored organisations that stay as they are.</param>
internal sealed record ImportDocument(
    string Tenant, bool TenantCreated, bool DryRun, bool Changes, LineChanges Organisations, LineChanges Collections, int NotInFile,
    IReadOnlyList<DefinitionProblem> Notices, IEnumerable<string> OpenedWaves);

internal sealed record WaveListDocument(IEnumerable<ListedWaveDocument> Waves);

/// <param name="Schools">Of one that has not opened those that it would ask now; null: it cannot open as it is.</param>
internal sealed record ListedWaveDocument(
    string Wave, string Tenant, string State, bool IsRehearsal, bool IsPublic, string Title, string Audience, string Survey, int? Schools);

/// <param name="Schools">How many; null: it has not opened, and cannot as it is.</param>
/// <param name="Buckets">Null: it has not opened.</param>
/// <param name="Missing">What keeps a draft from being opened.</param>
/// <param name="BySchool">The lowest response rate first.</param>
internal sealed record WaveDocument(
    string Wave, string Tenant, string State, DateTimeOffset? OpenedAt, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, DateTimeOffset? ClosingAt, DateTimeOffset? SettledAt, string Survey,
    int Version, int? Schools, int? Buckets, long Tallied, long Pending, string? Release, IReadOnlyList<string> Missing,
    IReadOnlyList<SchoolDocument> BySchool);

/// <param name="Population">Null: it is not known, as is the rate then.</param>
/// <param name="Rate">Responses per head of the population: 0.25 is a quarter.</param>
/// <param name="LastReceived">The hour; null: none came, or an earlier version took them all.</param>
/// <param name="LeftOut">Of the responses, as flagged, when the latest release was made.</param>
internal sealed record SchoolDocument(string School, string Name, long Responses, int? Population, double? Rate, DateTimeOffset? LastReceived, int LeftOut);

/// <param name="Crowded">Schools with more answers than people on file, of which nothing is left out for that.</param>
internal sealed record FlagsDocument(string Wave, IEnumerable<FlaggedLotDocument> Lots, IReadOnlyList<CrowdedSchoolDocument> Crowded);

/// <param name="Hasty">Of <paramref name="Responses"/> those of hours with more than people could have sent.</param>
/// <param name="Since">The hour of the first.</param>
/// <param name="State">undecided, taken in or excluded.</param>
internal sealed record FlaggedLotDocument(
    string School, string Name, int Lot, int Responses, int Hasty, int Identical, DateTimeOffset Since, string State, bool LeftOut);

internal sealed record CrowdedSchoolDocument(string School, string Name, long Responses, int Population);

internal sealed record FlagsDecidedDocument(string Wave, string School, int Lot, int Responses, string State);

internal sealed record WaveLinksDocument(string Wave, string Audience, IEnumerable<SchoolLinkDocument> Links);

/// <param name="Language">Null: the browser's.</param>
internal sealed record SchoolLinkDocument(string School, string Name, string? Language, string Url);

internal sealed record WavePreviewDocument(string Wave, string School, string Url);

internal sealed record WaveLoadDocument(string Wave, long Messages, IEnumerable<PartitionDocument> Partitions);

internal sealed record PartitionDocument(string Partition, long Counted, long Pending, long Batches, long? OldestSeconds);

internal sealed record WaveOpenedDocument(string Wave, bool WasOpen, IReadOnlyList<string> Notices);

internal sealed record WaveTimesDocument(string Wave, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt);

/// <param name="SettlesFrom">The running app settles it within minutes after this.</param>
internal sealed record WaveClosedDocument(string Wave, string State, DateTimeOffset? SettlesFrom);

internal sealed record WaveMendedDocument(
    string Wave, bool DryRun, IReadOnlyList<MendedValue> Changes, IEnumerable<string> Added, IEnumerable<string> NotAsked, IReadOnlyList<string> Kept);

internal sealed record RehearsalDocument(string Wave, string Rehearsal, bool WasOpen);

internal sealed record RehearsalClearedDocument(string Rehearsal, IEnumerable<TableRowsDocument> Tables);

internal sealed record AnswersDocument(int Accepted, int Replayed, int Failed, double Seconds, IEnumerable<FailureDocument> Failures);

internal sealed record FailureDocument(string Problem, int Times);

internal sealed record FoldDocument(int Folded);

internal sealed record AttacksDocument(IEnumerable<AttackDocument> Attacks);

/// <param name="Hidden">How many figures of single schools and groups are not shown.</param>
/// <param name="Follows">What of them can be computed all the same.</param>
internal sealed record AttackDocument(string Wave, int Scopes, int Hidden, IReadOnlyList<string> Follows);

internal sealed record ReleasesDocument(IEnumerable<ReleaseDocument> Releases);

/// <param name="Release">Null: another release was published first, or the wave has had one today; the rest is left out then.</param>
/// <param name="NotBefore">It has: from when on it may have another by hand.</param>
internal sealed record ReleaseDocument(
    string Wave,
    string? Release,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? AsOf,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Scopes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NotBefore);

internal sealed record ExportDocument(string Wave, string File, string Codebook, long Responses, long Withdrawn, bool Comments);

/// <param name="Collections">The file of the collections; null: none was asked for.</param>
internal sealed record OrganisationsExportDocument(string Tenant, string File, int Organisations, string? Collections);

internal sealed record BackupDocument(string Folder, DateTimeOffset TakenAt, IReadOnlyList<BackedUpTable> Tables, IEnumerable<string> LeftOut);

internal sealed record RestoreDocument(DateTimeOffset TakenAt, IReadOnlyList<RestoredTable> Tables, RecountDocument Recount) : RecountDocument(Recount)
{
    [JsonIgnore]
    public RecountDocument Recount { get; } = Recount;
}

internal sealed record TenantListDocument(IEnumerable<ListedTenantDocument> Tenants);

/// <param name="Waves">How many, by their state.</param>
internal sealed record ListedTenantDocument(string Tenant, string? Name, string? TimeZone, IReadOnlyDictionary<string, int> Waves);

internal sealed record TenantDeleteDocument(string Tenant, bool Deleted, IEnumerable<string> Waves, IEnumerable<TableRowsDocument> Tables);

internal sealed record TableRowsDocument(string Table, long Rows);

internal sealed record TableListDocument(IEnumerable<TableCountDocument> Tables);

/// <param name="Responses">This and what follows is left out but of the table with responses.</param>
internal sealed record TableCountDocument(
    string Table,
    long Rows,
    long Partitions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Responses,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Withdrawn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? PendingBatches,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Tallies);

internal sealed record PartitionsDocument(string Table, IEnumerable<PartitionRowsDocument> Partitions, bool HasMore);

internal sealed record PartitionRowsDocument(string Partition, long Rows);

internal sealed record RowsDocument(string Table, IReadOnlyList<RowDocument> Rows, bool HasMore);

internal sealed record RowDocument(string Partition, string Row, IReadOnlyDictionary<string, string> Values);

internal sealed record QueuesDocument(int Pending, int Poison, IEnumerable<MessageDocument> Messages);

/// <param name="Problem">Null: the message itself is as it should be.</param>
internal sealed record MessageDocument(string Text, string? Problem);

/// <param name="Link">Told once.</param>
internal sealed record InvitationDocument(string Id, string Name, string Role, string? Scope, DateTimeOffset ExpiresAt, string Link);

internal sealed record PeopleDocument(string Tenant, IEnumerable<PersonDocument> People);

/// <param name="Scope">Null: all.</param>
/// <param name="AddedBy">The id of a person, or operator.</param>
/// <param name="LinkExpiresAt">Null: there is no link that was not used.</param>
internal sealed record PersonDocument(
    string Id, string Name, string Role, string? Scope, DateTimeOffset AddedAt, string AddedBy, DateTimeOffset? LinkExpiresAt, DateTimeOffset? SignedInAt, DateTimeOffset? RevokedAt);

internal sealed record PersonRevokedDocument(string Id, DateTimeOffset RevokedAt);

/// <param name="Key">Told once.</param>
internal sealed record KeyDocument(string Id, string Name, string? Scope, DateTimeOffset ExpiresAt, string Key);

internal sealed record KeysDocument(string Tenant, IEnumerable<ListedKeyDocument> Keys);

/// <param name="Scope">Null: all.</param>
/// <param name="ExpiresAt">Null: it was revoked.</param>
internal sealed record ListedKeyDocument(
    string Id, string Name, string? Scope, DateTimeOffset AddedAt, string AddedBy, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);

/// <param name="Tenant">Null: entries of no tenant.</param>
internal sealed record AuditDocument(string? Tenant, IEnumerable<AuditEntryDocument> Entries);

/// <param name="By">The id of a person, operator or app.</param>
/// <param name="Failed">The id of the entry whose act did not come to its end; null: this one says that an act begins.</param>
internal sealed record AuditEntryDocument(string Id, DateTimeOffset At, string By, string Act, string Subject, string? Detail, string From, string? Failed);

internal sealed record AuditFileDocument(string? Tenant, string File, int Entries);

internal sealed record WavePublishedDocument(string Wave, bool Changed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(UpDocument))]
[JsonSerializable(typeof(KeyDocument))]
[JsonSerializable(typeof(KeysDocument))]
[JsonSerializable(typeof(AuditDocument))]
[JsonSerializable(typeof(AuditFileDocument))]
[JsonSerializable(typeof(SetupDocument))]
[JsonSerializable(typeof(ValidateDocument))]
[JsonSerializable(typeof(SeedDocument))]
[JsonSerializable(typeof(SeedRefusedDocument))]
[JsonSerializable(typeof(ImportRefusedDocument))]
[JsonSerializable(typeof(ImportDocument))]
[JsonSerializable(typeof(PaperDocument))]
[JsonSerializable(typeof(TemplateDocument))]
[JsonSerializable(typeof(WaveListDocument))]
[JsonSerializable(typeof(WaveDocument))]
[JsonSerializable(typeof(FlagsDocument))]
[JsonSerializable(typeof(FlagsDecidedDocument))]
[JsonSerializable(typeof(WaveLinksDocument))]
[JsonSerializable(typeof(WavePreviewDocument))]
[JsonSerializable(typeof(WaveLoadDocument))]
[JsonSerializable(typeof(WaveOpenedDocument))]
[JsonSerializable(typeof(WaveTimesDocument))]
[JsonSerializable(typeof(WaveClosedDocument))]
[JsonSerializable(typeof(WaveMendedDocument))]
[JsonSerializable(typeof(RehearsalDocument))]
[JsonSerializable(typeof(RehearsalClearedDocument))]
[JsonSerializable(typeof(AnswersDocument))]
[JsonSerializable(typeof(AttacksDocument))]
[JsonSerializable(typeof(FoldDocument))]
[JsonSerializable(typeof(ReleasesDocument))]
[JsonSerializable(typeof(RecountDocument))]
[JsonSerializable(typeof(ExportDocument))]
[JsonSerializable(typeof(OrganisationsExportDocument))]
[JsonSerializable(typeof(BackupDocument))]
[JsonSerializable(typeof(RestoreDocument))]
[JsonSerializable(typeof(TenantListDocument))]
[JsonSerializable(typeof(TenantDeleteDocument))]
[JsonSerializable(typeof(TableListDocument))]
[JsonSerializable(typeof(PartitionsDocument))]
[JsonSerializable(typeof(RowsDocument))]
[JsonSerializable(typeof(QueuesDocument))]
[JsonSerializable(typeof(RetriedMessages))]
[JsonSerializable(typeof(InvitationDocument))]
[JsonSerializable(typeof(PeopleDocument))]
[JsonSerializable(typeof(PersonRevokedDocument))]
[JsonSerializable(typeof(WavePublishedDocument))]
internal sealed partial class Documents : JsonSerializerContext;
