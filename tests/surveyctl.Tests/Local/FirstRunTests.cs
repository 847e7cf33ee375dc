using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

using TestSupport;

namespace Surveyctl.Tests.Local;

/// <summary>README's first command on a machine where nothing was built, as far as its first words.</summary>
public sealed class FirstRunTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task It_says_what_it_does_and_that_the_port_is_taken_before_anything_is_built()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("src/surveyctl"));
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", "src/surveyctl/surveyctl.csproj", "src/surveyctl/FirstRun.targets" })
            File.Copy(Repository.Path(file.Split('/')), folder.File(file));
        var start = new ProcessStartInfo("dotnet", ["run", "--project", "src/surveyctl", "--", "up", "--port", $"{port}"])
        {
            WorkingDirectory = folder.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The test runner's own SDK settings are not the user's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);

        using var run = Process.Start(start)!;
        var outputs = await Task.WhenAll(run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync()).WaitAsync(LongEnough, TimeProvider.System);
        await run.WaitForExitAsync();

        Assert.NotEqual(0, run.ExitCode);
        var said = string.Concat(outputs);
        Assert.Contains("Building SurveyFunctions.", said, StringComparison.Ordinal);
        Assert.Contains($"Port {port} is in use by another program.", said, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("src/surveyctl/obj/project.assets.json")));
    }
}
