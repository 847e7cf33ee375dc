using Surveys.Ids;

namespace Surveyctl.Tests.Commands;

[Collection(WholeStorages.Name)]
public sealed class WavePreviewCommandTests(WholeStorages storages)
{
    [Fact]
    public async Task The_link_is_the_same_each_time_before_the_wave_opens_and_after()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Azure);
        using var seeds = new SmallSeeds();
        Assert.Equal(0, (await storage.RunAsync("seed", seeds.Root, "--no-open")).ExitCode);

        var links = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LinkAsync()));
        await storage.RunAsync("wave", "open", seeds.Families, "--tenant", seeds.Tenant);
        var opened = await LinkAsync();

        var link = new Uri(Assert.Single(links.Append(opened).Distinct())!);
        Assert.Matches("^/preview/[a-z0-9-]+/[0-9a-f]{32}/alder$", link.AbsolutePath);
        using var engine = storage.NewEngine();
        Assert.True(await engine.Previews.IsRightAsync(
            new TenantId(seeds.Tenant), new WaveId(seeds.Families), link.Segments[3].TrimEnd('/'), CancellationToken.None));
        var other = await storage.RunAsync("wave", "preview", seeds.Families, "--school", "birch", "--url", "https://surveys.example.org");
        Assert.EndsWith("/birch", other.Json().GetProperty("url").GetString(), StringComparison.Ordinal);

        async Task<string?> LinkAsync()
        {
            var run = await storage.RunAsync("wave", "preview", seeds.Families, "--url", "https://surveys.example.org");
            Assert.True(run.ExitCode == 0, run.Errors);
            return run.Json().GetProperty("url").GetString();
        }
    }
}
