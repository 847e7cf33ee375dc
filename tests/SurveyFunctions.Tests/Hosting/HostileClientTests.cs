using System.Net;
using System.Net.Sockets;
using System.Text;

using SurveyFunctions.Tests.Intake;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Hosting;

/// <summary>What clients do to the server below HTTP.</summary>
public sealed class HostileClientTests(OwnAzurite own) : IClassFixture<OwnAzurite>
{
    private const int Clients = 100;

    [Fact]
    public async Task What_everybody_can_cause_does_not_fill_the_log()
    {
        await using var proxy = own.NewProxy();
        await using var app = await own.StartAppAsync(proxy);
        var wave = await TestWave.OpenAsync(own.Engine);
        var lines = app.Output.Split('\n').Length;
        for (var i = 0; i < Clients; i++)
        {
            await RawHttp.SendAsync(app.Address, $"POST {SubmissionJson.Address(wave)} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nno chunk");
            await RawHttp.SendAsync(app.Address, "no request\r\n\r\n");
            await ResetAsync(app.Address, $"POST {SubmissionJson.Address(wave)} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2000\r\n\r\n{{");
        }
        Assert.Equal(HttpStatusCode.Created, (await Answered.ToPostAsync(app.Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, Guid.NewGuid()))).Status);
        await app.TerminateAsync();

        Assert.InRange(app.Output.Split('\n').Length - lines, 0, Clients / 2);
        Assert.DoesNotContain("   at ", app.Output, StringComparison.Ordinal);
    }

    /// <summary>Each asks for more than its connection holds, and reads none of it.</summary>
    [Fact]
    public async Task Clients_that_ask_and_do_not_read_keep_little()
    {
        const int Asking = 400, Each = 2_000;
        await using var proxy = own.NewProxy();
        await using var app = await own.StartAppAsync(proxy);
        var before = Memory(app);
        var request = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /assets/none HTTP/1.1\r\nHost: localhost\r\n\r\n", Each)));
        var connections = new List<Socket>();
        try
        {
            for (var i = 0; i < Asking; i++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2048, Blocking = false };
                connections.Add(socket);
                socket.Blocking = true;
                await socket.ConnectAsync(app.Address.Host, app.Address.Port);
                socket.Blocking = false;
                try
                {
                    socket.Send(request);
                }
                catch (SocketException full) when (full.SocketErrorCode == SocketError.WouldBlock)
                {
                    // It takes no more.
                }
            }
            Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(app.Client, "/")).Status);
            Assert.InRange(Memory(app) - before, 0, 150);
        }
        finally
        {
            connections.ForEach(socket => socket.Dispose());
        }
    }

    /// <summary>In megabytes, the most it ever had.</summary>
    private static long Memory(AppProcess app)
    {
        var line = File.ReadLines($"/proc/{app.ProcessId}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) / 1024;
    }

    private static async Task ResetAsync(Uri server, string request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(enable: true, 0) };
        await socket.ConnectAsync(server.Host, server.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
    }
}
