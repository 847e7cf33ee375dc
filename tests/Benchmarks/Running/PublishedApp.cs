using System.Diagnostics;

using TestSupport;

namespace Benchmarks.Running;

/// <summary>The build that is deployed (ReadyToRun, framework-dependent), in a folder of its own; the one beside the benchmarks when quick.</summary>
internal sealed class PublishedApp : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private PublishedApp()
    {
    }

    /// <summary>Its dll; null: the app beside the benchmarks.</summary>
    public string? Program { get; private set; }

    public static async Task<PublishedApp> MakeAsync(bool isQuick)
    {
        var app = new PublishedApp();
        if (!isQuick)
            app.Program = await PublishAsync(Repository.Path("src", "SurveyFunctions", "SurveyFunctions.csproj"), app._folder.FullName);
        return app;
    }

    /// <returns>The dll.</returns>
    public static async Task<string> PublishAsync(string project, string folder)
    {
        using var dotnet = Process.Start(new ProcessStartInfo(
            AppProcess.DotnetHost(), ["publish", project, "-c", "Release", "-o", folder, "-v", "q", "--nologo"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(project)!,
        })!;
        var output = await dotnet.StandardOutput.ReadToEndAsync();
        await dotnet.WaitForExitAsync();
        if (dotnet.ExitCode != 0)
            throw new InvalidOperationException($"{project} was not published:\n{output}");
        return Path.Combine(folder, Path.GetFileNameWithoutExtension(project) + ".dll");
    }

    public void Dispose() => _folder.Dispose();
}
