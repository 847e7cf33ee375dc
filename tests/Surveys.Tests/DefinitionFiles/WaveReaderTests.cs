using System.Text;

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
    public void A_wave_that_does_not_fit_says_where(string good, string bad, string place) =>
        Assert.Equal(place, Assert.Single(Check(Good.Replace(good, bad, StringComparison.Ordinal))).Place);

    private static IReadOnlyList<DefinitionProblem> Check(string wave) =>
        WaveRules.Check(Read(wave).Value!, SurveyFiles.Read(SurveyFiles.Family).Value!, OrganisationFiles.Tree);

    private static Reading<WaveDefinition, DefinitionProblem> Read(string json) => WaveReader.Read(Encoding.UTF8.GetBytes(json));
}
