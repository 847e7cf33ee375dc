using System.Text.Json;

using Surveyctl.Demo;

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;

namespace Surveyctl.Tests.Demo;

public sealed class MadeUpAnswersTests
{
    private const string SeattleFamilies = "southeast-2026-families";
    private const string MinnesotaFamilies = "minnesota-2026-families";

    public static TheoryData<string> Waves => [.. Seeds.WaveIds];

    [Theory, MemberData(nameof(Waves))]
    public void The_same_seed_gives_the_same_responses(string wave)
    {
        var seeded = Seeds.Wave(wave);
        var written = Written(seeded, Seeds.AnswersOf(seeded));
        Assert.Equal(written, Written(seeded, seeded.MakeUpAnswers()));
        var other = seeded with { Model = seeded.Model with { Seed = seeded.Model.Seed + 1 } };
        Assert.NotEqual(written, Written(seeded, other.MakeUpAnswers()));
    }

    [Fact]
    public void Nobody_ticks_an_option_that_excludes_the_others_beside_others()
    {
        var survey = TestSupport.Waves.SmallSurvey.Read().Value;
        var exclusive = survey with
        {
            Items = [.. survey.Items.Select(item => item.Id == "ways" ? item with { Options = [item.Options[0], item.Options[1] with { IsExclusive = true }] } : item)],
        };

        var responses = MadeUpAnswers.ForSchool(exclusive, new SchoolId("alder"), 200, seed: 1).ToList();

        Assert.All(responses, response => Assert.Empty(AnswerReader.Read(exclusive, response.Answers).Problems));
        Assert.Contains(responses, response => response.Answers["ways"].Values is ["phone"]);
    }

    [Theory, MemberData(nameof(Waves))]
    public void Every_response_is_valid_and_has_an_id_of_its_own(string wave)
    {
        var seeded = Seeds.Wave(wave);
        var responses = Seeds.AnswersOf(seeded);
        Assert.All(responses, response =>
        {
            Assert.Empty(AnswerReader.Read(seeded.Survey, response.Answers).Problems);
            Assert.Contains(response.Language, seeded.Survey.Languages);
        });
        Assert.Equal(responses.Count, responses.Select(response => response.Id).Distinct().Count());
    }

    [Theory, MemberData(nameof(Waves))]
    public void Written_as_JSON_the_answers_read_back_as_the_same_sheet(string wave)
    {
        var seeded = Seeds.Wave(wave);
        Assert.All(Seeds.AnswersOf(seeded).Take(200), response =>
        {
            var read = AnswerJson.Read(seeded.Survey, Json(seeded.Survey, response));
            var direct = AnswerReader.Read(seeded.Survey, response.Answers).Value!;
            Assert.Equal(AnswerJson.Write(direct), AnswerJson.Write(read));
        });
    }

    [Theory]
    [InlineData(SeattleFamilies, 1_250, 1_350)]
    [InlineData("southeast-2025-families", 1_100, 1_250)]
    [InlineData("southeast-2026-staff", 230, 270)]
    [InlineData(MinnesotaFamilies, 3_300, 3_700)]
    [InlineData("minnesota-2025-families", 3_000, 3_300)]
    [InlineData("minnesota-2026-members", 145, 175)]
    public void About_as_many_answer_as_in_a_real_wave(string wave, int fewest, int most) =>
        Assert.InRange(Seeds.AnswersOf(Seeds.Wave(wave)).Count, fewest, most);

    [Fact]
    public void Twenty_nine_percent_of_southeast_families_hold_an_unfavorable_view()
    {
        var seeded = Seeds.Wave(SeattleFamilies);
        var responses = Seeds.AnswersOf(seeded);
        var classes = Classes(seeded.Survey, "overall", responses);
        var unfavorable = classes.Count(c => c == OptionClass.Unfavorable);
        Assert.Equal(29, Percent(unfavorable, classes.Count(c => c != OptionClass.Excluded)));
        Assert.Equal(29, Percent(unfavorable, responses.Count));
    }

    [Fact]
    public void Response_is_uneven_with_one_school_of_very_few_answers_and_one_of_none()
    {
        var seeded = Seeds.Wave(SeattleFamilies);
        var counts = Seeds.AnswersOf(seeded).CountBy(response => response.School.Value).ToDictionary();
        Assert.Equal(6, counts["heron-landing-elementary"]);
        Assert.DoesNotContain("camas-prairie-elementary", counts.Keys);
        var rates = seeded.Schools
            .Where(school => counts.GetValueOrDefault(school.Id.Value) > 6)
            .Select(school => (double)counts[school.Id.Value] / school.Population!.Value)
            .ToList();
        Assert.True(rates.Max() > 2 * rates.Min());
    }

    [Fact]
    public void Schools_and_groups_differ()
    {
        var seeded = Seeds.Wave(SeattleFamilies);
        var responses = Seeds.AnswersOf(seeded);
        Assert.True(
            Favorable(seeded.Survey, "overall", Of("larkspur-elementary")) - Favorable(seeded.Survey, "overall", Of("kingfisher-middle")) > 15);
        Assert.True(
            Favorable(seeded.Survey, "listens", Speaking("english")) - Favorable(seeded.Survey, "listens", Speaking("somali")) > 10);

        List<MadeUpResponse> Of(string school) => [.. responses.Where(response => response.School.Value == school)];
        List<MadeUpResponse> Speaking(string language) =>
            [.. responses.Where(response => response.Answers.TryGetValue("home-language", out var answer) && answer.Values[0] == language)];
    }

    [Fact]
    public void Answers_of_one_response_agree_with_each_other()
    {
        var seeded = Seeds.Wave(SeattleFamilies);
        var content = Seeds.AnswersOf(seeded).ToLookup(response => Class(seeded.Survey, "overall", response));
        var among = Favorable(seeded.Survey, "teaching", [.. content[OptionClass.Favorable]]);
        var others = Favorable(seeded.Survey, "teaching", [.. content[OptionClass.Unfavorable]]);
        Assert.True(among - others > 25, $"{among}% against {others}%");
    }

    [Fact]
    public void Families_answer_in_every_language_and_write_comments_in_it()
    {
        var seeded = Seeds.Wave(SeattleFamilies);
        var languages = Seeds.AnswersOf(seeded).Where(response => response.Answers.ContainsKey("more")).CountBy(response => response.Language).ToDictionary();
        Assert.Equal(seeded.Survey.Languages.Order(), languages.Keys.Order());
    }

    [Fact]
    public void Without_a_community_every_response_is_still_valid_and_more_of_them_begin_with_the_same()
    {
        var survey = Seeds.Survey("family-climate", 1);
        var school = new SchoolId("any-school");
        var few = MadeUpAnswers.ForSchool(survey, school, count: 20, seed: 7);
        var many = MadeUpAnswers.ForSchool(survey, school, count: 300, seed: 7);
        Assert.Equal(300, many.Count);
        Assert.All(many, response => Assert.Empty(AnswerReader.Read(survey, response.Answers).Problems));
        Assert.Equal(few.Select(response => Json(survey, response)), many.Take(20).Select(response => Json(survey, response)));
        Assert.DoesNotContain(MadeUpAnswers.ForSchool(survey, school, count: 20, seed: 8), response => few.Any(one => one.Id == response.Id));
    }

    // A figure from another run: what only one process repeats, such as the order of a hash table, would show here.
    [Fact]
    public void Another_run_gives_the_same_responses()
    {
        var responses = MadeUpAnswers.ForSchool(Seeds.Survey("school-staff", 1), new SchoolId("any-school"), count: 4, seed: 7);
        Assert.Equal("d2b255dc-6ccf-4f31-99fa-a6c40a2ff681", responses[0].Id.ToString());
        Assert.Equal(["very-favorable", "favorable", "favorable", "neither"], responses.Select(response => response.Answers["overall"].Values[0]));
    }

    private static string Written(SeededWave seeded, IReadOnlyList<MadeUpResponse> responses) => string.Join(
        '\n',
        responses.Select(response => $"{response.Id} {response.School} {response.Language} {response.Channel} {Json(seeded.Survey, response)}"));

    private static string Json(SurveyVersion survey, MadeUpResponse response)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) response.WriteAnswers(writer, survey);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static OptionClass? Class(SurveyVersion survey, string itemId, MadeUpResponse response) =>
        response.Answers.TryGetValue(itemId, out var answer)
            ? survey.Items.Single(item => item.Id == itemId).Options.Single(option => option.Id == answer.Values[0]).Class
            : null;

    private static List<OptionClass?> Classes(SurveyVersion survey, string itemId, IEnumerable<MadeUpResponse> responses) =>
        [.. responses.Select(response => Class(survey, itemId, response)).Where(c => c is not null)];

    private static int Favorable(SurveyVersion survey, string itemId, IReadOnlyList<MadeUpResponse> responses)
    {
        var classes = Classes(survey, itemId, responses).Where(c => c != OptionClass.Excluded).ToList();
        Assert.NotEmpty(classes);
        return Percent(classes.Count(c => c == OptionClass.Favorable), classes.Count);
    }

    private static int Percent(int part, int whole) => (int)Math.Round(100.0 * part / whole, MidpointRounding.AwayFromZero);
}
