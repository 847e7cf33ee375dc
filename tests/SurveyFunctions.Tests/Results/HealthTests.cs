using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

using SurveyEngine.Keys;
using SurveyEngine.Releases;
using SurveyEngine.Waves;

using SurveyFunctions.Results;

using Surveys.Releases;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Results;

public sealed class HealthTests : IDisposable
{
    private readonly EmbeddedFixture _store = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly Engine _engine;
    private readonly Health _health;

    public HealthTests()
    {
        _engine = new Engine(_store.Tables, _store.Queues, _clock);
        _health = new Health(new ReadReleaseHealth(_store.Tables, _engine.Index, _engine.Waves, ReleaseSchedule.In("America/Los_Angeles")!, _clock));
    }

    [Fact]
    public async Task It_turns_bad_two_hours_after_a_night_without_a_release_and_well_again_with_one()
    {
        await _engine.SetUpAsync();
        Assert.Equal((200, """{"isHealthy":true,"waves":0,"overdue":0,"withheld":0}"""), await AskAsync());
        var wave = await TestWave.OpenAsync(_engine);

        // The night is at eleven in the morning UTC; it is noon.
        _clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal((200, """{"isHealthy":true,"waves":1,"overdue":0,"withheld":0}"""), await AskAsync());
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal((503, """{"isHealthy":false,"waves":1,"overdue":1,"withheld":0}"""), await AskAsync());

        await _engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        Assert.Equal(503, (await AskAsync()).Status);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await AskAsync()).Status);
    }

    [Fact]
    public async Task What_the_check_withheld_is_counted_until_a_release_has_none()
    {
        await _engine.SetUpAsync();
        var wave = await TestWave.OpenAsync(_engine);
        await _engine.States.CloseAsync(wave.Wave, CancellationToken.None);
        _clock.Advance(ChangeWaveState.ClosingTime + TimeSpan.FromMinutes(1));
        await _engine.FoldAll.FoldAsync(CancellationToken.None);
        var settled = await _engine.Waves.RequireAsync(wave.Tenant, wave.Id, CancellationToken.None);
        var isFirst = true;
        var finding = new ReleaseWave(_store.Tables, _engine.Fold, _clock, (_, _, _) =>
        {
            var found = isFirst ? [new FollowingCell(0, 0, 0, Disclosure.Share)] : Array.Empty<FollowingCell>();
            isFirst = false;
            return found;
        });

        var release = await finding.RunAsync(settled, CancellationToken.None);

        Assert.Single(release!.Withheld);
        Assert.Equal((503, """{"isHealthy":false,"waves":1,"overdue":0,"withheld":1}"""), await AskAsync());
        await _engine.Release.RunAsync(settled, CancellationToken.None);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await AskAsync()).Status);
    }

    [Fact]
    public async Task A_damaged_wave_counts_as_overdue_and_is_no_failure()
    {
        await _engine.SetUpAsync();
        var wave = await TestWave.OpenAsync(_engine);
        var row = (await _store.Tables.GetAsync(StoreNames.Waves, WavesKeys.Partition(wave.Tenant, wave.Id), WavesKeys.Wave, CancellationToken.None))!;
        ChunkedBinary.Write(row, "Survey", "no survey"u8);
        await _store.Tables.CommitAsync(StoreNames.Waves, [new RowChange(RowChangeType.UpsertReplace, row)], CancellationToken.None);
        _engine.Waves.Forget(wave.Id);

        Assert.Equal((503, """{"isHealthy":false,"waves":1,"overdue":1,"withheld":0}"""), await AskAsync());
    }

    public void Dispose()
    {
        _engine.Dispose();
        _store.Dispose();
    }

    private async Task<(int Status, string Body)> AskAsync()
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().BuildServiceProvider() };
        context.Response.Body = body;
        await (await _health.RunAsync(context.Request, CancellationToken.None)).ExecuteAsync(context);
        return (context.Response.StatusCode, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }
}
