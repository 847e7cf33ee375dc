using TestSupport;

namespace Benchmarks.Running;

/// <summary>The least that an isolated worker with ASP.NET Core integration can be, published as the app is: one function that answers at the root.</summary>
internal static class EmptyWorker
{
    private const string Code = """
        using Microsoft.AspNetCore.Http;
        using Microsoft.Azure.Functions.Worker;
        using Microsoft.Azure.Functions.Worker.Builder;
        using Microsoft.Extensions.Hosting;

        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.Build().Run();

        public sealed class Home
        {
            [Function("Home")]
            public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{home:maxlength(0)?}")] HttpRequest request) =>
                TypedResults.Text("ready");
        }
        """;

    private static readonly string Project = $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <AzureFunctionsVersion>v4</AzureFunctionsVersion>
            <ImplicitUsings>enable</ImplicitUsings>
            <InvariantGlobalization>true</InvariantGlobalization>
            <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
            <SelfContained>false</SelfContained>
            <PublishReadyToRun>true</PublishReadyToRun>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <FrameworkReference Include="Microsoft.AspNetCore.App" />
            <PackageReference Include="Microsoft.Azure.Functions.Worker" />
            <PackageReference Include="Microsoft.Azure.Functions.Worker.Extensions.Http" />
            <PackageReference Include="Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore" />
            <PackageReference Include="Microsoft.Azure.Functions.Worker.Sdk" />
          </ItemGroup>
          <ItemGroup>
            <None Include="{Repository.Path("host.json")}" Link="host.json" CopyToOutputDirectory="PreserveNewest" CopyToPublishDirectory="PreserveNewest" />
          </ItemGroup>
          <Target Name="UseTheAppsWorkerExtensions" BeforeTargets="_WorkerExtensionsRestore;_WorkerExtensionsBuild">
            <PropertyGroup>
              <ExtensionsCsProj>{Repository.Path("src", "SurveyFunctions", "WorkerExtensions", "WorkerExtensions.csproj")}</ExtensionsCsProj>
            </PropertyGroup>
          </Target>
        </Project>
        """;

    /// <returns>The folder that was published.</returns>
    public static async Task<string> PublishAsync(TemporaryFolder folder)
    {
        var source = Directory.CreateDirectory(folder.File("empty-worker")).FullName;
        var project = Path.Combine(source, "EmptyWorker.csproj");
        await File.WriteAllTextAsync(project, Project);
        await File.WriteAllTextAsync(
            Path.Combine(source, "Directory.Packages.props"), $"""<Project><Import Project="{Repository.Path("Directory.Packages.props")}" /></Project>""");
        await File.WriteAllTextAsync(Path.Combine(source, "Program.cs"), Code);
        return Path.GetDirectoryName(await PublishedApp.PublishAsync(project, folder.File("published-worker")))!;
    }
}
