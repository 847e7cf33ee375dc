using System.Security.Cryptography;
using System.Text;

using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage;

namespace SurveyEngine.People;

/// <summary>Who may sign in to a tenant. Each change is one transaction on what was read.</summary>
public sealed class ManagePeople(ITableStore tables, TimeProvider time)
{
    /// <summary>Replaced by every change of who is an admin, so that of the last two neither removes the other at once.</summary>
    private const string AdminsKey = "admins";

    private const string ChangedAt = "ChangedAt";

    /// <summary>Of an address, where only small letters and digits are sure to arrive as they were; 128 bits.</summary>
    private const int SecretLength = 32;

    private const int IdLength = 12;

    private static readonly RowRange People = RowRange.Prefix("person!");

    /// <summary>In the order in which they were added.</summary>
    public async Task<IReadOnlyList<Person>> ListAsync(TenantId tenant, CancellationToken cancellationToken) =>
        [.. (await tables.QueryAsync(StoreNames.People, tenant.Value, People, cancellationToken).Select(PersonRow.Read).ToListAsync(cancellationToken)).OrderBy(person => person.AddedAt)];

    /// <summary>Null: the tenant has no such person.</summary>
    public async Task<Person?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        await ReadAsync(tenant, id, cancellationToken) is { } row ? PersonRow.Read(row) : null;

    /// <returns>The person, and the secret that nobody is told again.</returns>
    /// <param name="lifetime">Of the link, or of a program's key.</param>
    /// <param name="by">The id of a person, or <see cref="Person.Operator"/>. Whether they may is the caller's to know.</param>
    /// <exception cref="StoreUnavailableException">It was not stored.</exception>
    public async Task<(Person Person, string Secret)> AddAsync(
        TenantId tenant, string name, Grant grant, bool isProgram, TimeSpan lifetime, string by, CancellationToken cancellationToken)
    {
        var (secret, now) = (NewSecret(), time.GetUtcNow());
        var person = new Person(tenant, RandomNumberGenerator.GetHexString(IdLength, lowercase: true), name, grant)
        {
            Stamp = NewSecret(),
            IsProgram = isProgram,
            AddedAt = now,
            AddedBy = by,
            SecretHash = HashOf(secret),
            SecretExpiresAt = now + lifetime,
        };
        var result = await tables.CommitAsync(StoreNames.People, [new RowChange(RowChangeType.Add, PersonRow.Of(person))], cancellationToken);
        // An answer that got lost may be followed by a retry that meets the row.
        if (result is not CommitResult.Committed && await FindAsync(tenant, person.Id, cancellationToken) != person)
            throw new StoreUnavailableException("The storage did not take the invitation; nothing was added.");
        return (person, secret);
    }

    /// <summary>A new link or key; the one before holds no longer.</summary>
    /// <returns>Null: there is no such person, or they are revoked.</returns>
    public async Task<(Person Person, string Secret)?> RenewAsync(TenantId tenant, string id, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var secret = NewSecret();
        var person = await ChangeAsync(
            tenant,
            id,
            known => known.RevokedAt is null ? known with { SecretHash = HashOf(secret), SecretExpiresAt = time.GetUtcNow() + lifetime } : null,
            cancellationToken);
        return person is null ? null : (person, secret);
    }

    /// <summary>Uses up a link.</summary>
    /// <returns>Null: it is made up, was used, expired or revoked, or is a program's key.</returns>
    public Task<Person?> RedeemAsync(TenantId tenant, string id, string secret, CancellationToken cancellationToken) => ChangeAsync(
        tenant,
        id,
        known => !known.IsProgram && IsRight(known, secret) ? known with { SecretHash = null, SecretExpiresAt = null, SignedInAt = time.GetUtcNow() } : null,
        cancellationToken);

    /// <summary>Ends all sessions of somebody. Other copies of the app may take a minute to see it.</summary>
    public Task<Person?> SignOutAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        ChangeAsync(tenant, id, known => known with { Stamp = NewSecret() }, cancellationToken);

    /// <summary>For good: their sessions, link or key end.</summary>
    /// <returns>Null: there is no such person.</returns>
    /// <exception cref="LastAdminException">Nobody would be left who may add people.</exception>
    public async Task<Person?> RevokeAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        var admins = await tables.GetAsync(StoreNames.People, tenant.Value, AdminsKey, cancellationToken);
        if (await FindAsync(tenant, id, cancellationToken) is { IsAdmin: true }
            && !(await ListAsync(tenant, cancellationToken)).Any(other => other.Id != id && other.IsAdmin))
        {
            throw new LastAdminException(id);
        }
        return await ChangeAsync(
            tenant, id, known => known.RevokedAt is null ? known with { RevokedAt = time.GetUtcNow(), SecretHash = null, SecretExpiresAt = null, Stamp = NewSecret() } : known, cancellationToken, admins);
    }

    /// <summary>Whether the secret is theirs and holds now.</summary>
    public bool IsRight(Person person, string secret) =>
        person is { RevokedAt: null, SecretHash: { } hash } && time.GetUtcNow() < person.SecretExpiresAt
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(HashOf(secret)));

    private async Task<Person?> ChangeAsync(
        TenantId tenant, string id, Func<Person, Person?> change, CancellationToken cancellationToken, TableRow? admins = null)
    {
        TableRow? tried = null;
        while (await ReadAsync(tenant, id, cancellationToken) is { } row)
        {
            var known = PersonRow.Read(row);
            // A retry below us meets the row that its own first try replaced.
            if (tried?.HasSameProperties(row) == true)
                return known;
            if (change(known) is not { } changed)
                return null;
            tried = PersonRow.Of(changed);
            var changes = new List<RowChange> { new(RowChangeType.UpdateReplace, tried, row.ETag) };
            if (known.IsAdmin != changed.IsAdmin)
            {
                var guard = new TableRow(tenant.Value, AdminsKey) { [ChangedAt] = time.GetUtcNow() };
                changes.Add(admins is null ? new(RowChangeType.Add, guard) : new(RowChangeType.UpdateReplace, guard, admins.ETag));
            }
            switch (await tables.CommitAsync(StoreNames.People, changes, cancellationToken))
            {
                case CommitResult.Committed:
                    return changed;
                case CommitResult.Refused { Index: 0, Refusal: CommitRefusal.ETagMismatch or CommitRefusal.NotFound }:
                    break;
                default:
                    throw new StoreUnavailableException("The storage did not take the change; look at the list, and do it again.");
            }
        }
        return null;
    }

    /// <summary>What cannot be an id may be no key either.</summary>
    private async Task<TableRow?> ReadAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        id.Length == IdLength && id.All(char.IsAsciiHexDigitLower) ? await tables.GetAsync(StoreNames.People, tenant.Value, PersonRow.KeyOf(id), cancellationToken) : null;

    private static string NewSecret() => RandomNumberGenerator.GetHexString(SecretLength, lowercase: true);

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>Who is to be removed is the only admin of the tenant.</summary>
public sealed class LastAdminException(string id) : Exception($"{id} is the last admin: add another one first.");
