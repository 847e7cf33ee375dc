using System.Text;
using System.Text.Json.Nodes;

using Surveys.DefinitionFiles;
using Surveys.Definitions;
using Surveys.Readings;
using Surveys.Tests.Organisations;

namespace Surveys.Tests.DefinitionFiles;

public sealed class WaveReaderTests
{
    private const string Good = """
        {"format": 1, "id": "fall-2026", "title": {"en": "Fall 2026", "so": "Dayrta 2026"}, "survey": "family-climate", "version": 3,
         "population": "households", "under": "west", "minimumCell": 12, "demo": true}
        """;

    [Fact]
    public void A_good_file_is_read_whole()
    {
        var wave = Read(Good).Value!;

        Assert.Equal("fall-2026", wave.Id.Value);
        Assert.Equal(("family-climate", 3), (wave.Survey.Value, wave.Version));
        Assert.Equal(Population.Households, wave.Population);
        Assert.Equal("west", wave.Under!.Value.Value);
        Assert.Equal(12, wave.MinimumCell);
        Assert.True(wave.IsDemo);
    }

    [Fact]
    public void What_is_left_out_is_the_whole_tree_ten_answers_and_no_demo()
    {
        var wave = Read(Good.Replace(""", "under": "west", "minimumCell": 12, "demo": true""", "", StringComparison.Ordinal)).Value!;

        Assert.Null(wave.Under);
        Assert.Equal(10, wave.MinimumCell);
        Assert.False(wave.IsDemo);
    }

    [Fact]
    public void A_title_that_is_not_translated_falls_back_to_the_first_one()
    {
        var wave = Read(Good).Value!;

        Assert.Equal("Dayrta 2026", wave.TitleIn("so"));
        Assert.Equal("Fall 2026", wave.TitleIn("ar"));
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 7", "/format")]
    [InlineData("fall-2026", "Fall", "/id")]
    [InlineData("\"version\": 3", "\"version\": 0", "/version")]
    [InlineData("households", "people", "/population")]
    [InlineData("\"minimumCell\": 12", "\"minimumCell\": 9", "/minimumCell")]
    [InlineData("\"demo\": true", "\"demo\": 1", "/demo")]
    [InlineData("\"demo\": true", "\"closed\": true", "/closed")]
    [InlineData("\"west\"", "\"West\"", "/under")]
    [InlineData("{\"en\": \"Fall 2026\", \"so\": \"Dayrta 2026\"}", "{}", "/title")]
    [InlineData("\"Fall 2026\"", "\"\"", "/title/en")]
    public void A_mistake_is_reported_at_its_place(string good, string bad, string place)
    {
        var problem = Assert.Single(Read(Good.Replace(good, bad, StringComparison.Ordinal)).Problems);
        Assert.Equal(place, problem.Place);
    }

    [Fact]
    public void Every_missing_property_is_reported_at_once() =>
        Assert.Equal(
            ["/format", "/id", "/title", "/survey", "/version", "/population"],
            Read("{}").Problems.Select(problem => problem.Place));

    [Fact]
    public void A_wave_that_fits_its_survey_and_organisations_has_no_problems() => Assert.Empty(Check(Good));

    [Theory]
    [InlineData("\"en\": \"Fall 2026\", ", "", "/title/en")]
    [InlineData("\"so\": \"Dayrta", "\"vi\": \"Mùa thu", "/title/vi")]
    [InlineData("households", "staff", "/population")]
    [InlineData("\"west\"", "\"nowhere\"", "/under")]
    [InlineData("\"west\"", "\"empty\"", "/under")]
    [InlineData("\"version\": 3", "\"version\": 3, \"audience\": \"staff\"", "/audience")]
    public void A_wave_that_does_not_fit_says_where(string good, string bad, string place) =>
        Assert.Equal(place, Assert.Single(Check(Good.Replace(good, bad, StringComparison.Ordinal))).Place);

    /// <summary>The survey is for families and staff; the wave counts households.</summary>
    [Theory]
    [InlineData("", "/audience")]
    [InlineData("\"audience\": \"staff\",", "/population")]
    [InlineData("\"audience\": \"member\",", "/audience")]
    [InlineData("\"audience\": \"family\",", null)]
    public void A_wave_of_a_survey_for_several_names_one_and_fits_that(string audience, string? place)
    {
        var survey = SurveyFiles.Spoiled(file => file["audience"] = new JsonArray("staff", "family")).Value!;
        var wave = Read(Good.Replace("\"population\"", audience + "\"population\"", StringComparison.Ordinal)).Value!;

        Assert.Equal(place, WaveRules.Check(wave, survey, OrganisationFiles.Tree).SingleOrDefault()?.Place);
    }

    [Theory]
    [InlineData("\"opensAt\": \"2026-10-01 08:00\", \"closesAt\": \"2026-11-01T01:30-05:00\",", null)]
    [InlineData("\"opensAt\": \"tomorrow\",", "/opensAt")]
    [InlineData("\"closesAt\": 20261001,", "/closesAt")]
    [InlineData("\"rehearsal\": \"yes\",", "/rehearsal")]
    public void Times_are_read_as_clocks_show_them(string settings, string? place)
    {
        var reading = Read(Good.Replace("\"population\"", settings + "\"population\"", StringComparison.Ordinal));

        Assert.Equal(place, reading.Problems.SingleOrDefault()?.Place);
        if (place is null)
            Assert.Equal(("2026-10-01 08:00", "2026-11-01 01:30-05:00"), (reading.Value!.OpensAt.ToString(), reading.Value.ClosesAt.ToString()));
    }

    private static IReadOnlyList<DefinitionProblem> Check(string wave) =>
        WaveRules.Check(Read(wave).Value!, SurveyFiles.Read(SurveyFiles.Family).Value!, OrganisationFiles.Tree);

    private static Reading<WaveDefinition, DefinitionProblem> Read(string json) => WaveReader.Read(Encoding.UTF8.GetBytes(json));
}
