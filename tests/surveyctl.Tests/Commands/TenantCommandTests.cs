using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace Surveyctl.Tests.Commands;

[Collection(WholeStorages.Name)]
public sealed class TenantCommandTests(WholeStorages storages)
{
    public static TheoryData<StorageForm> Forms => [StorageForm.Azure, StorageForm.Embedded];

    [Theory, MemberData(nameof(Forms))]
    public async Task The_list_has_every_tenant_with_its_waves_by_state(StorageForm form)
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        using var storage = await storages.EmptyAsync(form);
        using var engine = storage.NewEngine(time: time);
        await OpenAsync(engine, "a", "one", "two", "three");
        foreach (var (id, wait) in new[] { ("one", ChangeWaveState.ClosingTime), ("two", TimeSpan.Zero) })
        {
            var wave = await engine.Waves.RequireAsync(new TenantId("a"), new WaveId(id), CancellationToken.None);
            await engine.States.CloseAsync(wave, CancellationToken.None);
            time.Advance(wait);
        }
        await engine.FoldAll.FoldAsync(CancellationToken.None);
        await TestWave.LoadAsync(engine, new TenantId("a-b"), new WaveId("four"), schools: 1);
        await storage.AddAsync(StoreNames.Definitions, new TableRow("ab", "node!left") { ["Path"] = "left" });

        var run = await storage.RunAsync("tenant", "list");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            [
                """{"tenant":"a","name":"Test tenant","timeZone":"America/Los_Angeles","waves":{"draft":0,"open":1,"closing":1,"settled":1}}""",
                """{"tenant":"a-b","name":"Test tenant","timeZone":"America/Los_Angeles","waves":{"draft":1,"open":0,"closing":0,"settled":0}}""",
                """{"tenant":"ab","name":null,"timeZone":null,"waves":{"draft":0,"open":0,"closing":0,"settled":0}}""",
            ],
            run.Json().GetProperty("tenants").EnumerateArray().Select(tenant => tenant.GetRawText().ReplaceLineEndings("")
                .Replace("  ", "", StringComparison.Ordinal).Replace(": ", ":", StringComparison.Ordinal)));
        var text = await CommandRun.OfAsync(["tenant", "list", .. storage.Options]);
        Assert.Contains("half deleted or half loaded", text.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Not an id")]
    [InlineData("nobody")]
    public async Task A_tenant_that_there_is_not_is_told(string tenant)
    {
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        var run = await storage.RunAsync("tenant", "delete", tenant, "--yes");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.NotEmpty(run.Errors);
    }

    private static async Task OpenAsync(Engine engine, string tenant, params string[] waves)
    {
        foreach (var wave in waves)
        {
            await TestWave.LoadAsync(engine, new TenantId(tenant), new WaveId(wave), schools: 1);
            Assert.Empty((await engine.Open.OpenAsync(new TenantId(tenant), new WaveId(wave), CancellationToken.None)).Problems);
        }
    }
}
