using System.Net;

using Surveyctl.Local;
using Surveyctl.Output;
using Surveyctl.Storage;

using TestSupport;

namespace Surveyctl.Tests.Local;

/// <summary>The app within this process.</summary>
public sealed class HostedAppTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private StorageLocation Storage => new StorageLocation.Embedded(_folder.File("surveys.db"));

    [Fact]
    public async Task It_answers_on_while_the_disk_has_no_room_for_its_log_and_logs_again_when_there_is()
    {
        await SetUpAsync();
        var disk = new FullDisk();
        using var log = new RollingLog(_folder.File("app.log"), create: _ => disk);
        await using var app = HostedApp.Start(Storage, port: 0, log);
        using var client = new HttpClient { BaseAddress = await app.UntilItListensAsync(CancellationToken.None) };

        disk.IsFull = true;
        for (var line = 0; line < 5000; line++)
            log.WriteLine($"lost {line}");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
        disk.IsFull = false;
        log.WriteLine("there is room again");

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
        Assert.False(app.Ended.IsCompleted);
        var written = disk.Text;
        Assert.Contains("Now listening on", written, StringComparison.Ordinal);
        Assert.DoesNotContain("lost", written, StringComparison.Ordinal);
        Assert.EndsWith($"there is room again{Environment.NewLine}", written, StringComparison.Ordinal);
        Assert.True(disk.Refused >= 5000);
    }

    [Fact]
    public async Task Why_it_does_not_start_is_told_and_lies_in_its_log()
    {
        await using (var app = HostedApp.Start(Storage, port: 0, new RollingLog(_folder.File("app.log"))))
        {
            var failure = await Assert.ThrowsAsync<CommandFailedException>(() => app.UntilItListensAsync(CancellationToken.None));
            Assert.StartsWith("The app did not start:\n", failure.Message, StringComparison.Ordinal);
            Assert.Contains("run 'surveyctl setup'", failure.Message, StringComparison.Ordinal);
        }
        Assert.Contains("run 'surveyctl setup'", await File.ReadAllTextAsync(_folder.File("app.log")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_when_it_is_disposed()
    {
        await SetUpAsync();
        var app = HostedApp.Start(Storage, port: 0, new RollingLog(_folder.File("app.log")));
        var url = await app.UntilItListensAsync(CancellationToken.None);
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(url)).StatusCode);
        await app.DisposeAsync();
        Assert.True(app.Ended.IsCompletedSuccessfully);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(url));
    }

    public void Dispose() => _folder.Dispose();

    private async Task SetUpAsync() => Assert.Equal(0, (await CommandRun.OfAsync("setup", "--file", _folder.File("surveys.db"))).ExitCode);

    /// <summary>A file on a disk that may be full.</summary>
    private sealed class FullDisk : MemoryStream
    {
        public bool IsFull { get; set; }

        public int Refused { get; private set; }

        public string Text => System.Text.Encoding.UTF8.GetString(ToArray());

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (IsFull)
            {
                Refused++;
                throw new IOException("No space left on device");
            }
            base.Write(buffer);
        }
    }
}
