using TestSupport;

namespace Benchmarks.Running;

/// <summary>The least that ASP.NET Core can be, published as the app is: what a start costs at the least.</summary>
internal static class EmptyApp
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <InvariantGlobalization>true</InvariantGlobalization>
            <RequiresAspNetWebAssets>false</RequiresAspNetWebAssets>
            <StaticWebAssetsEnabled>false</StaticWebAssetsEnabled>
            <EnableRequestDelegateGenerator>true</EnableRequestDelegateGenerator>
            <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
            <SelfContained>false</SelfContained>
            <PublishReadyToRun>true</PublishReadyToRun>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
        </Project>
        """;

    private const string Code = """
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.UseUrls($"http://127.0.0.1:{Environment.GetEnvironmentVariable("PORT")}");
        var app = builder.Build();
        app.MapGet("/", () => "ready");
        app.Run();
        """;

    /// <returns>The dll, in the folder.</returns>
    public static async Task<string> PublishAsync(TemporaryFolder folder)
    {
        var source = Directory.CreateDirectory(folder.File("empty")).FullName;
        var project = Path.Combine(source, "Empty.csproj");
        await File.WriteAllTextAsync(project, Project);
        await File.WriteAllTextAsync(Path.Combine(source, "Program.cs"), Code);
        return await PublishedApp.PublishAsync(project, folder.File("published"));
    }
}
