using System.Security.Cryptography;
using System.Text;

using SurveyEngine.Auditing;
using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage;

namespace SurveyEngine.People;

/// <summary>Who may sign in to a tenant. Each change is one transaction on what was read, and is written down before it.</summary>
public sealed class ManagePeople(ITableStore tables, AuditLog audit, TimeProvider time)
{
    /// <summary>Replaced by every change of who is an admin, so that of the last two neither removes the other at once.</summary>
    private const string AdminsKey = "admins";

    /// <summary>Of a program's key.</summary>
    public static readonly TimeSpan UsualKeyLifetime = TimeSpan.FromDays(365);

    /// <summary>Of a link.</summary>
    public static readonly TimeSpan UsualLinkLifetime = TimeSpan.FromDays(14);

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
    /// <param name="by">Whether they may is the caller's to know.</param>
    /// <exception cref="StoreUnavailableException">It was not stored.</exception>
    public async Task<(Person Person, string Secret)> AddAsync(
        TenantId tenant, string name, Grant grant, bool isProgram, TimeSpan lifetime, Actor by, CancellationToken cancellationToken)
    {
        var (secret, now) = (NewSecret(), time.GetUtcNow());
        var person = new Person(tenant, RandomNumberGenerator.GetHexString(IdLength, lowercase: true), name, grant)
        {
            Stamp = NewSecret(),
            IsProgram = isProgram,
            AddedAt = now,
            AddedBy = by.Id,
            SecretHash = HashOf(secret),
            SecretExpiresAt = now + lifetime,
        };
        var what = new AuditEvent(tenant, isProgram ? AuditAct.KeyMade : AuditAct.Invited, person.Id, grant.ToString());
        await audit.RunAsync(what, by, () => StoreAsync(person), cancellationToken);
        return (person, secret);
    }

    /// <summary>A new link; the one before holds no longer.</summary>
    /// <param name="may">Whether this is theirs to do, of the person as they are now.</param>
    /// <returns>Null: there is no such person, they are revoked, sign in with a provider, or it may not be done.</returns>
    public async Task<(Person Person, string Secret)?> RenewAsync(
        TenantId tenant, string id, TimeSpan lifetime, Actor by, CancellationToken cancellationToken, Func<Person, bool>? may = null)
    {
        var secret = NewSecret();
        var person = await ChangeAsync(
            new(tenant, AuditAct.LinkRenewed, id),
            by,
            known => known is { IsProgram: false, Identity: null } && may?.Invoke(known) != false ? known with { SecretHash = HashOf(secret), SecretExpiresAt = time.GetUtcNow() + lifetime } : null,
            cancellationToken);
        return person is null ? null : (person, secret);
    }

    /// <summary>Uses up a link.</summary>
    /// <returns>Null: it is made up, was used, expired or revoked, or is a program's key.</returns>
    public Task<Person?> RedeemAsync(TenantId tenant, string id, string secret, string from, CancellationToken cancellationToken) => ChangeAsync(
        new(tenant, AuditAct.SignedIn, id),
        new Actor(id, from),
        known => !known.IsProgram && IsRight(known, secret) ? known with { SecretHash = null, SecretExpiresAt = null, SignedInAt = time.GetUtcNow() } : null,
        cancellationToken);

    /// <summary>Somebody comes from a provider of identities: the first time they are added, and each time they may what it says.</summary>
    /// <returns>Null: they are revoked here.</returns>
    public async Task<Person?> SignInAsync(TenantId tenant, ProviderIdentity identity, Grant grant, string from, CancellationToken cancellationToken)
    {
        var id = identity.Hash[..IdLength];
        var by = new Actor(id, from);
        var name = PersonName.Clean(identity.Name ?? "") is { Length: > 0 } given ? given : id;
        if (await FindAsync(tenant, id, cancellationToken) is null)
        {
            var person = new Person(tenant, id, name, grant) { Stamp = NewSecret(), Identity = identity.Hash, AddedAt = time.GetUtcNow(), AddedBy = Actor.App };
            await audit.RunAsync(new AuditEvent(tenant, AuditAct.Invited, id, grant.ToString()), by, () => StoreAsync(person), cancellationToken);
        }
        var what = new AuditEvent(tenant, AuditAct.SignedIn, id, grant.ToString());
        try
        {
            // A session that is open may be somebody's who may not have more.
            return await ChangeAsync(
                what, by, known => SignedIn(known) is { } signedIn ? signedIn with { Grant = grant, Stamp = grant == known.Grant ? known.Stamp : NewSecret() } : null, cancellationToken);
        }
        catch (LastAdminException)
        {
            return await ChangeAsync(new(tenant, AuditAct.SignedIn, id), by, SignedIn, cancellationToken);
        }

        Person? SignedIn(Person known) => known.Identity == identity.Hash ? known with { Name = name, SignedInAt = time.GetUtcNow() } : null;
    }

    /// <summary>Ends all sessions of somebody. Other copies of the app may take a minute to see it.</summary>
    public Task<Person?> SignOutAsync(TenantId tenant, string id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(new(tenant, AuditAct.SignedOutEverywhere, id), by, known => known with { Stamp = NewSecret() }, cancellationToken);

    /// <summary>
    /// What they may from now on. In sessions that are open as well, unless it is more than before: those, and the link, may be of whoever could make one of
    /// them, and may not have more.
    /// </summary>
    /// <param name="isMore">Whether it is.</param>
    /// <inheritdoc cref="RevokeAsync"/>
    public Task<Person?> RegrantAsync(
        TenantId tenant, string id, Grant grant, bool isMore, Actor by, CancellationToken cancellationToken, Func<Person, bool>? may = null) => ChangeAsync(
            new(tenant, AuditAct.GrantChanged, id, grant.ToString()),
            by,
            known => may?.Invoke(known) == false ? null
                : isMore ? known with { Grant = grant, Stamp = NewSecret(), SecretHash = null, SecretExpiresAt = null }
                : known with { Grant = grant },
            cancellationToken);

    /// <summary>For good: their sessions, link or key end.</summary>
    /// <param name="may">Whether this is theirs to do, of the person as they are now.</param>
    /// <returns>Null: there is no such person, they are revoked already, or it may not be done.</returns>
    /// <exception cref="LastAdminException">Nobody would be left who may add people.</exception>
    public Task<Person?> RevokeAsync(TenantId tenant, string id, Actor by, CancellationToken cancellationToken, Func<Person, bool>? may = null) => ChangeAsync(
        new(tenant, AuditAct.Revoked, id),
        by,
        known => may?.Invoke(known) != false ? known with { RevokedAt = time.GetUtcNow(), SecretHash = null, SecretExpiresAt = null, Stamp = NewSecret() } : null,
        cancellationToken);

    /// <summary>Whether the secret is theirs and holds now.</summary>
    public bool IsRight(Person person, string secret) =>
        person is { RevokedAt: null, SecretHash: { } hash } && time.GetUtcNow() < person.SecretExpiresAt
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(HashOf(secret)));

    private async Task<bool> StoreAsync(Person person)
    {
        var result = await tables.CommitAsync(StoreNames.People, [new RowChange(RowChangeType.Add, PersonRow.Of(person))], CancellationToken.None);
        // An answer that got lost may be followed by a retry that meets the row, and somebody of a provider may come twice at once.
        return result is CommitResult.Committed
            || (await FindAsync(person.Tenant, person.Id, CancellationToken.None) is { } there && (there == person || (person.Identity is not null && there.Identity == person.Identity)))
            ? true
            : throw new StoreUnavailableException("The storage did not take the invitation; nothing was added.");
    }

    /// <param name="change">Of somebody who is not revoked; null: nothing is to be done, and nothing is written down.</param>
    /// <exception cref="LastAdminException">Nobody would be left who may add people.</exception>
    private async Task<Person?> ChangeAsync(AuditEvent what, Actor by, Func<Person, Person?> change, CancellationToken cancellationToken)
    {
        var tenant = what.Tenant!.Value;
        return await ReadAsync(tenant, what.Subject, cancellationToken) is { } row && ChangeOf(row) is not null
            ? await audit.RunAsync(what, by, () => ReplaceAsync(row), cancellationToken)
            : null;

        Person? ChangeOf(TableRow read) => PersonRow.Read(read) is { RevokedAt: null } known ? change(known) : null;

        // Whoever asked for it may go: it is done, or not, and known to be.
        async Task<Person?> ReplaceAsync(TableRow? latest)
        {
            TableRow? tried = null;
            for (; latest is not null; latest = await ReadAsync(tenant, what.Subject, CancellationToken.None))
            {
                // A retry below us meets the row that its own first try replaced.
                if (tried?.HasSameProperties(latest) == true)
                    return PersonRow.Read(latest);
                if (ChangeOf(latest) is not { } changed)
                    return null;
                tried = PersonRow.Of(changed);
                var changes = new List<RowChange> { new(RowChangeType.UpdateReplace, tried, latest.ETag) };
                if (PersonRow.Read(latest).IsAdmin != changed.IsAdmin)
                    changes.Add(await GuardAsync(changed));
                switch (await tables.CommitAsync(StoreNames.People, changes, CancellationToken.None))
                {
                    case CommitResult.Committed:
                        return changed;
                    case CommitResult.Refused { Refusal: not CommitRefusal.Invalid }:
                        break;
                    default:
                        throw new StoreUnavailableException("The storage did not take the change; look at the list, and do it again.");
                }
            }
            return null;
        }
    }

    /// <summary>Goes with a change of who is an admin. Whoever changes another one meanwhile looks again.</summary>
    private async Task<RowChange> GuardAsync(Person changed)
    {
        var admins = await tables.GetAsync(StoreNames.People, changed.Tenant.Value, AdminsKey, CancellationToken.None);
        if (!changed.IsAdmin && !(await ListAsync(changed.Tenant, CancellationToken.None)).Any(other => other.Id != changed.Id && other.IsAdmin))
            throw new LastAdminException(changed.Id);
        var guard = new TableRow(changed.Tenant.Value, AdminsKey) { [ChangedAt] = time.GetUtcNow() };
        return admins is null ? new(RowChangeType.Add, guard) : new(RowChangeType.UpdateReplace, guard, admins.ETag);
    }

    internal static bool IsId(string id) => id.Length == IdLength && id.All(char.IsAsciiHexDigitLower);

    internal static bool IsSecret(string secret) => secret.Length == SecretLength && secret.All(char.IsAsciiHexDigitLower);

    /// <summary>What cannot be an id may be no key either.</summary>
    private async Task<TableRow?> ReadAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        IsId(id) ? await tables.GetAsync(StoreNames.People, tenant.Value, PersonRow.KeyOf(id), cancellationToken) : null;

    private static string NewSecret() => RandomNumberGenerator.GetHexString(SecretLength, lowercase: true);

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>Who is to be removed is the only admin of the tenant.</summary>
public sealed class LastAdminException(string id) : Exception($"{id} is the last admin: add another one first.");
