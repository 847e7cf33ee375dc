using System.Text.Json;

namespace Surveyctl.Tests.Replaying;

public abstract class CityReplayTests(ReplayApp app)
{
    public sealed class OnAzurite(AzuriteReplayApp app) : CityReplayTests(app), IClassFixture<AzuriteReplayApp>;

    public sealed class OnEmbedded(EmbeddedReplayApp app) : CityReplayTests(app), IClassFixture<EmbeddedReplayApp>;

    [Fact]
    public async Task Sixty_schools_of_a_real_city_are_found_in_the_tallies_to_the_last_count()
    {
        var city = CityResults.RequireOrSkip();
        var run = await app.ReplayAsync(city.Answers, city.Schools, "--batch", "200", "--clients", "4", "--settle");

        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        var groups = run.Json().GetProperty("groups").EnumerateArray().ToList();
        Assert.Equal([14_301, 1_852], groups.Select(group => group.GetProperty("accepted").GetInt32()));
        Assert.Equal([60, 60], groups.Select(group => group.GetProperty("schools").GetInt32()));
        Assert.Equal([(5940, 0), (12_832, 10)], groups.Select(group => Halves(group.GetProperty("percents"))));
        Assert.Equal([(1260, 0), (3086, 1)], groups.Select(group => Halves(group.GetProperty("scores"))));
        // Of what single cells allow.
        Assert.All(groups, group => Assert.InRange(group.GetProperty("release").GetProperty("questions").GetProperty("exactPercent").GetInt32(), 90, 100));

        static (int Compared, int Halves) Halves(JsonElement figures) =>
            (figures.GetProperty("compared").GetInt32(), figures.GetProperty("exactHalves").GetArrayLength());
    }

    [Fact]
    public async Task Every_headline_of_a_school_of_mixed_views_is_told_when_the_wave_has_settled()
    {
        var city = CityResults.RequireOrSkip();
        var run = await app.ReplayAsync(
            city.Answers, city.Schools, "--respondent", "family", "--headline", "q2a", "--batch", "200", "--clients", "4", "--settle");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var headlines = run.Json().GetProperty("groups")[0].GetProperty("release").GetProperty("headlines");
        Assert.Equal([42, 42, 18], new[] { "allowed", "exact", "bands" }.Select(figure => headlines.GetProperty(figure).GetInt32()));
    }
}
