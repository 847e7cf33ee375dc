using System.Net;

namespace SurveyFunctions.Hosting;

/// <summary>Requests of this machine, which come without https. What a proxy passed on, that is not named, is not of it, whatever host it names.</summary>
internal static class Loopback
{
    private static readonly string[] OfProxies = ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"];

    public static bool IsOf(HttpRequest request) =>
        IsLoopback(request.Host.Host) && IsHere(request.HttpContext.Connection.RemoteIpAddress)
        && !Array.Exists(OfProxies, request.Headers.ContainsKey);

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsHere(IPAddress? remote) => remote is null || IPAddress.IsLoopback(remote);
}
