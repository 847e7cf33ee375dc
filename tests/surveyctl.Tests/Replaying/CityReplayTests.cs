namespace Surveyctl.Tests.Replaying;

public sealed class CityReplayTests(ReplayApp app) : IClassFixture<ReplayApp>
{
    [Fact]
    public async Task Sixty_schools_of_a_real_city_are_found_in_the_tallies_to_the_last_count()
    {
        if (CityResults.Find() is not { } city)
        {
            Assert.Skip($"The results of 2011 are not on this machine: name their folder in {CityResults.Variable}. See docs/validation.md.");
            return;
        }
        var run = await app.ReplayAsync(city.Answers, city.Schools, "--batch", "50", "--clients", "4");

        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        var groups = run.Json().GetProperty("groups").EnumerateArray().ToList();
        Assert.Equal([14_301, 1_852], groups.Select(group => group.GetProperty("accepted").GetInt32()));
        Assert.Equal([60, 60], groups.Select(group => group.GetProperty("schools").GetInt32()));
        Assert.Equal([(5940, 0), (12_832, 10)], groups.Select(group => Halves(group.GetProperty("percents"))));
        Assert.Equal([(1260, 0), (3086, 1)], groups.Select(group => Halves(group.GetProperty("scores"))));

        static (int Compared, int Halves) Halves(System.Text.Json.JsonElement figures) =>
            (figures.GetProperty("compared").GetInt32(), figures.GetProperty("exactHalves").GetArrayLength());
    }
}
