using Surveys.Ids;

using SurveyStorage;

namespace SurveyEngine.People;

/// <summary>The row of a person, in the partition of the tenant.</summary>
public static class PersonRow
{
    private const string Prefix = "person!";
    private const string Name = "Name";
    private const string Role = "Role";
    private const string Scope = "Scope";
    private const string Stamp = "Stamp";
    private const string IsProgram = "IsProgram";
    private const string AddedAt = "AddedAt";
    private const string AddedBy = "AddedBy";
    private const string SecretHash = "SecretHash";
    private const string SecretExpiresAt = "SecretExpiresAt";
    private const string SignedInAt = "SignedInAt";
    private const string RevokedAt = "RevokedAt";
    private const string Identity = "Identity";

    internal static string KeyOf(string id) => Prefix + id;

    internal static TableRow Of(Person person) => new(person.Tenant.Value, KeyOf(person.Id))
    {
        [Name] = person.Name,
        [Role] = person.Grant.Role.ToString(),
        [Scope] = person.Grant.Scope?.Value,
        [Stamp] = person.Stamp,
        [IsProgram] = person.IsProgram,
        [AddedAt] = person.AddedAt,
        [AddedBy] = person.AddedBy,
        [SecretHash] = person.SecretHash,
        [SecretExpiresAt] = person.SecretExpiresAt,
        [SignedInAt] = person.SignedInAt,
        [RevokedAt] = person.RevokedAt,
        [Identity] = person.Identity,
    };

    /// <summary>As it comes out of a backup: who they are and what they may do, and no session, link or key.</summary>
    /// <param name="row">Of a person, or another of the table.</param>
    /// <param name="stamp">One that no session has.</param>
    public static TableRow WithoutAccess(TableRow row, string stamp) => !row.RowKey.StartsWith(Prefix, StringComparison.Ordinal)
        ? row
        : Of(Read(row) with { Stamp = stamp, SecretHash = null, SecretExpiresAt = null });

    internal static Person Read(TableRow row) => new(
        new TenantId(row.PartitionKey),
        row.RowKey[Prefix.Length..],
        row.GetString(Name)!,
        new Grant(Enum.Parse<Role>(row.GetString(Role)!), row.GetString(Scope) is { } scope ? new ScopeId(scope) : null))
    {
        Stamp = row.GetString(Stamp)!,
        IsProgram = row.GetBoolean(IsProgram) ?? false,
        AddedAt = row.GetDateTimeOffset(AddedAt)!.Value,
        AddedBy = row.GetString(AddedBy)!,
        SecretHash = row.GetString(SecretHash),
        SecretExpiresAt = row.GetDateTimeOffset(SecretExpiresAt),
        SignedInAt = row.GetDateTimeOffset(SignedInAt),
        RevokedAt = row.GetDateTimeOffset(RevokedAt),
        Identity = row.GetString(Identity),
    };
}
