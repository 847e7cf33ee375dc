using System.Text;

using Surveyctl.Demo;

using Surveys.Ids;

namespace Surveyctl.Tests.Demo;

public sealed class DemoModelTests
{
    private static readonly MadeUpSchool[] Schools = [new(new SchoolId("hill"), 100)];

    [Theory]
    [InlineData("""{ "format": 1, "seed": 1 }""", "turnout")]
    [InlineData("""{ "format": 1, "seed": 1, "turnout": {}, "tilts": 3 }""", "tilts")]
    [InlineData("""{ "format": 1, "seed": "one", "turnout": {} }""", "seed")]
    [InlineData("""{ "format": 1,""", "line 1")]
    [InlineData("""{ "format": 2, "seed": 1, "turnout": {} }""", "/format")]
    [InlineData("null", "null")]
    public void A_file_of_another_shape_is_a_problem_that_says_where(string json, string mentioned)
    {
        var problem = Assert.Single(DemoModelReader.Read(Encoding.UTF8.GetBytes(json)).Problems);
        Assert.Contains(mentioned, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var model = Seeds.Value(DemoModelReader.Read("""{ "format": 1, "seed": 1, "turnout": { "rate": 0.5 } }"""u8));
        Assert.Null(model.Items);
        Assert.Equal(0, model.Turnout.RateSpread);
        Assert.Equal(50, MadeUpAnswers.ForWave(Seeds.Survey("family-climate", 1), model, Schools).Count);
    }

    [Theory]
    [InlineData("""{ "skip": 2 }""", "/skip")]
    [InlineData("""{ "channels": { "fax": 1 } }""", "/channels/fax")]
    [InlineData("""{ "schools": { "hull": { "count": 3 } } }""", "/schools/hull")]
    [InlineData("""{ "schools": { "hill": { "rate": 1.5 } } }""", "/schools/hill/rate")]
    [InlineData("""{ "profiles": { "p": { "schools": ["hull"], "shares": {} } } }""", "/profiles/p/schools/0")]
    [InlineData("""{ "profiles": { "p": { "schools": ["hill"], "shares": { "grade-band": { "k": 1 } } } } }""", "/profiles/p/shares/grade-band/k")]
    [InlineData("""{ "items": { "overal": {} } }""", "/items/overal")]
    [InlineData("""{ "items": { "overall": { "shares": { "dont-know": 1 } } } }""", "/items/overall/shares/dont-know")]
    [InlineData("""{ "items": { "overall": { "exact": true } } }""", "/items/overall/exact")]
    [InlineData("""{ "items": { "contact-ways": { "shares": { "email": 34 } } } }""", "/items/contact-ways/shares/email")]
    [InlineData("""{ "items": { "grade-band": { "given": { "item": "grade-band", "shares": {} } } } }""", "/items/grade-band/given/item")]
    [InlineData("""{ "effects": [{ "item": "home-language", "option": "latin", "shift": 1 }] }""", "/effects/0/option")]
    [InlineData("""{ "effects": [{ "item": "home-language", "option": "somali", "topic": "food", "shift": 1 }] }""", "/effects/0/topic")]
    [InlineData("""{ "pageLanguage": { "item": "home-language", "shares": { "somali": { "fr": 1 } } } }""", "/pageLanguage/shares/somali/fr")]
    [InlineData("""{ "comments": { "more": { "share": 0.1, "texts": { "fr": { "favorable": [], "unfavorable": [] } } } } }""", "/comments/more/texts/fr")]
    public void A_name_or_number_that_does_not_fit_the_survey_is_a_problem_at_its_place(string part, string place)
    {
        var json = """{ "format": 1, "seed": 1, "turnout": { "rate": 0.5 }, """ + part[1..];
        var model = Seeds.Value(DemoModelReader.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Contains(DemoModelCheck.Problems(model, Seeds.Survey("family-climate", 1), Schools), problem => problem.Place == place);
    }
}
