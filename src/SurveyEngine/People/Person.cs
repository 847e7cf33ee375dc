using System.Security.Cryptography;
using System.Text;

using Surveys.Ids;

namespace SurveyEngine.People;

/// <summary>Somebody, or a program, who may see more of a tenant's results than the public.</summary>
/// <param name="Tenant">The only one.</param>
/// <param name="Id">Random, of small letters and digits; it is in the link and in the session.</param>
/// <param name="Name">As whoever invited wrote it: a name, or what a program is for. For the list and the audit alone.</param>
/// <param name="Grant">What they may do, and where.</param>
public sealed record Person(TenantId Tenant, string Id, string Name, Grant Grant)
{
    /// <summary>In every session of theirs; another one ends them all.</summary>
    public required string Stamp { get; init; }

    /// <summary>A program: its secret is a key, sent with every request; else of a link, good for one sign-in.</summary>
    public bool IsProgram { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>As <see cref="Auditing.Actor.Id"/>.</summary>
    public required string AddedBy { get; init; }

    /// <summary>SHA-256 of the secret, in hexadecimal; null: it was used, or there never was one.</summary>
    public string? SecretHash { get; init; }

    public DateTimeOffset? SecretExpiresAt { get; init; }

    /// <summary>Null: never.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>Null: they are not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Whoever signs in with a provider of identities: <see cref="ProviderIdentity.Hash"/>; null: they sign in by links.</summary>
    public string? Identity { get; init; }

    public bool IsAdmin => Grant.Role is Role.Admin && RevokedAt is null;
}

/// <summary>Somebody, as a provider of identities (OpenID Connect) knows them.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">Its name for them, which stays theirs.</param>
/// <param name="Name">As it calls them, for the list alone; null: it does not say.</param>
public sealed record ProviderIdentity(string Issuer, string Subject, string? Name)
{
    /// <summary>Of issuer and subject, in hexadecimal.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Issuer}\n{Subject}")));
}
