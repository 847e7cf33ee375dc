using System.Net.Sockets;
using System.Text;

namespace SurveyFunctions.Tests;

/// <summary>What no client library sends.</summary>
internal static class RawHttp
{
    /// <summary>Sends the bytes as they are and reads until the server closes; say <c>Connection: close</c>.</summary>
    /// <returns>Empty: it closed without a word.</returns>
    public static async Task<string> SendAsync(Uri server, byte[] request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Host, server.Port);
        var stream = connection.GetStream();
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(request);
            await stream.CopyToAsync(answer);
        }
        catch (IOException)
        {
            // It closed before it had read everything; what it said first counts.
        }
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    public static Task<string> SendAsync(Uri server, string request) => SendAsync(server, Encoding.Latin1.GetBytes(request));

    /// <summary>0: there is no answer.</summary>
    public static int StatusOf(string answer) => answer.Length > 12 ? int.Parse(answer[9..12]) : 0;
}
