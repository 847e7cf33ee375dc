using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

using Surveyctl.Local;

using SurveyStorage;
using SurveyStorage.Azure;

using TestSupport;

namespace Surveyctl.Tests.Local;

public sealed class AzuriteProcessTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("surveyfunctions-azurite-");

    [Fact]
    public async Task Stopping_ends_the_process_and_what_was_stored_is_there_after_a_restart_on_the_same_folder()
    {
        var row = new TableRow("p", "r");
        await using (var first = await AzuriteProcess.StartAsync(Options(), default))
        {
            using var process = Process.GetProcessById(first.ProcessId);
            var tables = Tables(first);
            await tables.CreateTableAsync("Responses", default);
            await tables.CommitAsync("Responses", [new RowChange(RowChangeType.Add, row)], default);
            await first.StopAsync();
            Assert.True(process.HasExited);
            Assert.True(first.Exited.IsCompletedSuccessfully);
            await first.StopAsync();
        }

        await using var second = await AzuriteProcess.StartAsync(Options(), default);
        Assert.NotNull(await Tables(second).GetAsync("Responses", "p", "r", default));
    }

    [Fact]
    public async Task Nobody_else_may_read_its_files_nor_those_that_an_earlier_run_left_open()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        await WriteAsync("first");
        AssertOwnerOnly();

        foreach (var entry in Entries())
            entry.UnixFileMode |= Others;
        await WriteAsync("second");
        AssertOwnerOnly();

        async Task WriteAsync(string key)
        {
            _data.UnixFileMode |= Others;
            await using var azurite = await AzuriteProcess.StartAsync(Options(), default);
            AssertOwnerOnly();
            var storage = AzureStorage.Connect(new AzureStorageOptions { ConnectionString = azurite.ConnectionString });
            await storage.Tables.CreateTableAsync("Responses", default);
            await storage.Tables.CommitAsync("Responses", [new RowChange(RowChangeType.Add, new TableRow("p", key))], default);
            await storage.Queues.CreateQueueAsync("fold", default);
            await storage.Queues.SendAsync("fold", key, TimeSpan.Zero, default);
        }

        void AssertOwnerOnly()
        {
            const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Contains(Entries(), entry => entry is FileInfo);
            Assert.All(Entries(), entry => Assert.Equal(
                (entry.FullName, entry is FileInfo ? File : File | UnixFileMode.UserExecute), (entry.FullName, entry.UnixFileMode)));
        }

        IEnumerable<FileSystemInfo> Entries() =>
            [new DirectoryInfo(_data.FullName), .. new DirectoryInfo(_data.FullName).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)];
    }

    [Fact]
    public async Task A_port_in_use_is_said_and_no_process_is_left()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var exception = await Assert.ThrowsAsync<NodeException>(
            () => AzuriteProcess.StartAsync(Options() with { TablePort = port }, default));
        Assert.Contains($"127.0.0.1:{port}", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _data.Delete(recursive: true);

    private static ITableStore Tables(AzuriteProcess azurite) =>
        AzureStorage.Connect(new AzureStorageOptions { ConnectionString = azurite.ConnectionString }).Tables;

    private AzuriteOptions Options() =>
        new() { ToolsFolder = Repository.Path("tools", "azurite"), DataFolder = _data.FullName };
}
