using System.Net;

namespace SurveyFunctions.Hosting;

/// <summary>Requests of this machine, which come without https.</summary>
internal static class Loopback
{
    public static bool IsOf(HttpRequest request) =>
        request.Host.Host is var host && (host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
}
