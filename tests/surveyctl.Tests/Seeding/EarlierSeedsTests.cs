using Surveyctl.Tests.Local;

using TestSupport;

namespace Surveyctl.Tests.Seeding;

/// <summary>The seeds on a storage that was seeded before version 2 of the surveys, when the demo waves had other ids.</summary>
public sealed class EarlierSeedsTests : IDisposable
{
    private const string Tenant = "southeast-seattle";
    private const string Earlier = "southeast-fall-2026-families";
    private const string Present = "southeast-2026-families";

    private readonly TemporaryFolder _folder = new();

    private string[] Data => ["--data", _folder.File("data")];

    [Fact]
    public async Task Open_beside_the_earlier_waves_which_still_take_answers()
    {
        var store = _folder.File("data/surveys.db");
        Directory.CreateDirectory(Path.GetDirectoryName(store)!);
        await SucceedAsync("setup", "--file", store);
        Assert.Equal(1, (await SucceedAsync("seed", EarlierFolder(), "--file", store)).Number("wavesOpened"));

        using var up = UpProcess.Start(["--data", _folder.File("data"), "--port", "0", "--seeds", Repository.Path("seeds")]);
        await up.UntilReadyAsync();

        foreach (var (wave, version) in new[] { (Earlier, 1), (Present, 2) })
        {
            var before = (await SucceedAsync(["wave", "show", wave, .. Data])).Number("tallied");
            Assert.Equal(3, (await SucceedAsync(["answer", wave, "--count", "3", .. Data])).Number("accepted"));
            await SucceedAsync(["rollup", wave, .. Data]);
            await SucceedAsync(["verify", wave, .. Data]);
            var after = await SucceedAsync(["wave", "show", wave, .. Data]);
            Assert.Equal((version, before + 3), (after.Number("version"), after.Number("tallied")));
        }
        Assert.Equal(0, await up.InterruptAsync());
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<CommandRun> SucceedAsync(params string[] args)
    {
        var run = await CommandRun.OfAsync([.. args, "--json"]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return run;
    }

    private string EarlierFolder()
    {
        Copy("surveys", "family-climate.v1.json");
        foreach (var file in new[] { "tenant.json", "organisations.csv", "collections.csv" })
            Copy(Tenant, file);
        Write($"waves/{Earlier}.json", $$"""
            {"format": 1, "id": "{{Earlier}}", "title": {"en": "Families, fall 2026"}, "survey": "family-climate", "version": 1,
             "population": "households", "under": "southeast", "demo": true}
            """);
        Write($"demo/{Earlier}.json", """{"format": 1, "seed": 4, "turnout": {"countBetween": [2, 2]}}""");
        return _folder.File("seeds");
    }

    private void Copy(string folder, string file) => File.Copy(Repository.Path("seeds", folder, file), PathOf(folder, file));

    private void Write(string file, string text) => File.WriteAllText(PathOf(Tenant, file), text);

    private string PathOf(string folder, string file)
    {
        var path = _folder.File($"seeds/{folder}/{file}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
