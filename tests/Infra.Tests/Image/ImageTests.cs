using SurveyFunctions.Hosting;

using TestSupport;

namespace Infra.Tests.Image;

/// <summary>What can be known of the image without building it.</summary>
public sealed class ImageTests
{
    private static readonly Containerfile Containerfile = Containerfile.Read();
    private static readonly DockerIgnore Context = DockerIgnore.Read();

    /// <summary>Prefixes of what the runtime and the web server read themselves.</summary>
    private static readonly string[] OfTheRuntime = ["DOTNET_", "ASPNETCORE_"];

    [Fact]
    public void Every_base_image_is_Microsofts_and_of_the_version_that_the_app_is_built_for()
    {
        Assert.Equal(2, Containerfile.BaseImages.Count);
        Assert.All(Containerfile.BaseImages, image => Assert.Matches("^mcr\\.microsoft\\.com/dotnet/[a-z-]+:10\\.0[a-z0-9.-]*$", image));
    }

    /// <summary>Without a shell; "extra" holds the time zones of dashboards.</summary>
    [Fact]
    public void The_final_image_is_chiseled_and_has_time_zones() =>
        Assert.EndsWith("/aspnet:10.0-noble-chiseled-extra", Containerfile.BaseImages[^1], StringComparison.Ordinal);

    [Fact]
    public void Nothing_runs_in_the_final_image_while_it_is_built() =>
        Assert.DoesNotContain(Containerfile.Final, line => line.Word is "RUN" or "ADD");

    [Fact]
    public void The_user_is_a_number_and_not_root() => Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", Containerfile.User);

    [Fact]
    public void The_app_that_is_published_is_started_by_the_framework_of_the_image()
    {
        Assert.Contains(
            ("RUN", "dotnet publish src/SurveyFunctions -c Release -p:RestoreLockedMode=true -o /published"), Containerfile.Instructions);
        Assert.Contains(("WORKDIR", "/app"), Containerfile.Final);
        Assert.Contains(("COPY", "--from=build /published/ ./"), Containerfile.Final);
        Assert.Equal($"[\"dotnet\", \"/app/{typeof(AppOptions).Assembly.GetName().Name}.dll\"]", Containerfile.EntryPoint);
    }

    [Fact]
    public void The_image_listens_outside_on_the_port_that_it_exposes()
    {
        Assert.Equal("true", Containerfile.Environment["ListenOutside"]);
        Assert.Contains(("EXPOSE", Containerfile.Environment["Port"]), Containerfile.Final);
    }

    [Fact]
    public void Every_setting_of_the_image_is_one_that_the_app_reads() => Assert.All(
        Containerfile.Environment.Keys.Where(name => !OfTheRuntime.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))),
        name => Assert.Contains(name, AppSettings.Names));

    [Fact]
    public void Everything_that_is_copied_is_there_and_is_sent()
    {
        Assert.NotEmpty(Containerfile.CopiedFromContext);
        Assert.All(Containerfile.CopiedFromContext, path =>
        {
            Assert.True(Path.Exists(Repository.Path(path)), path);
            Assert.True(Context.Sends(path.TrimEnd('/')), path);
        });
    }

    [Theory]
    [InlineData("src/SurveyFunctions/Program.cs")]
    [InlineData("src/SurveyFunctions/packages.lock.json")]
    [InlineData("src/SurveyFunctions/Pages/Texts/so.json")]
    [InlineData("host.json")]
    public void What_the_app_is_made_of_is_sent(string path)
    {
        Assert.True(File.Exists(Repository.Path(path)));
        Assert.True(Context.Sends(path));
    }

    [Theory]
    [InlineData(".git/config")]
    [InlineData(".data/surveys.db")]
    [InlineData("local.settings.json")]
    [InlineData("artifacts/publish/local.settings.json")]
    [InlineData("src/SurveyFunctions/bin/Release/net10.0/SurveyFunctions.dll")]
    [InlineData("src/SurveyFunctions/obj/project.assets.json")]
    [InlineData("src/bin/anything")]
    [InlineData("tests/node/node_modules/yaml/package.json")]
    [InlineData("seeds/README.md")]
    [InlineData("infra/container/kubernetes/values.env")]
    public void What_is_secret_or_left_over_is_not_sent(string path) => Assert.False(Context.Sends(path));
}
