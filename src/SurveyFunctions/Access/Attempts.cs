using System.Net;
using System.Threading.RateLimiting;

namespace SurveyFunctions.Access;

/// <summary>
/// How often somebody may try what signs nobody in: from one address, and with one link. What does sign in is not counted. Each copy of the app counts
/// for itself, in memory, and forgets within a minute or two.
/// </summary>
public sealed class Attempts : IDisposable
{
    /// <summary>A minute. All of a school come from one address.</summary>
    public const int MostOfAddress = 100;

    /// <summary>A minute.</summary>
    public const int MostOfLink = 10;

    /// <summary>Of an IPv6 address: what a provider gives to one customer at least.</summary>
    private const int NetworkBits = 64;

    private readonly PartitionedRateLimiter<string> _addresses = LimiterOf(MostOfAddress);
    private readonly PartitionedRateLimiter<string> _links = LimiterOf(MostOfLink);

    /// <summary>Whether one more may be tried.</summary>
    /// <param name="link">What somebody tries, without its secret; null: it is no link.</param>
    public bool MayTry(HttpContext context, string? link = null) => Take(context, link, permits: 0);

    /// <summary>What was tried was wrong.</summary>
    public void CountWrong(HttpContext context, string? link = null) => Take(context, link, permits: 1);

    private bool Take(HttpContext context, string? link, int permits)
    {
        using var ofAddress = _addresses.AttemptAcquire(AddressOf(context), permits);
        using var ofLink = link is null ? null : _links.AttemptAcquire(link, permits);
        return ofAddress.IsAcquired && ofLink is not { IsAcquired: false };
    }

    public void Dispose()
    {
        _addresses.Dispose();
        _links.Dispose();
    }

    /// <summary>The Functions host says in a header from where it has a request; standalone a proxy does, that is named.</summary>
    private static string AddressOf(HttpContext context)
    {
        var forwarded = context.Features.Get<FromFunctionsHost>() is null ? null : context.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
        var address = IPEndPoint.TryParse(forwarded ?? "", out var point) ? point.Address : context.Connection.RemoteIpAddress ?? IPAddress.None;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString()
            : address.GetAddressBytes() is { Length: 16 } bytes ? Convert.ToHexString(bytes, 0, NetworkBits / 8)
            : address.ToString();
    }

    private static PartitionedRateLimiter<string> LimiterOf(int most) => PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetFixedWindowLimiter(
        key, _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));
}

/// <summary>The request came through the Functions host.</summary>
internal sealed class FromFunctionsHost
{
    public static readonly FromFunctionsHost Instance = new();
}
