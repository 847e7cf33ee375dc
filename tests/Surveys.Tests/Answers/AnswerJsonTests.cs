using System.Text.Json;

using Surveys.Answers;

namespace Surveys.Tests.Answers;

public class AnswerJsonTests
{
    [Fact]
    public void Stored_answers_are_readable_in_survey_order()
    {
        var sheet = Sheet("""
            {"more":"شكرا \"جدا\"\nأمي","recommend":0,"interpreter":"no","ways":["visit","phone"],"welcome":null,"overall":"agree"}
            """);

        Assert.Equal(
            """{"overall":"agree","ways":["phone","visit"],"recommend":0,"interpreter":"no","more":"شكرا \"جدا\"\nأمي"}""",
            AnswerJson.Write(sheet));
    }

    [Theory]
    [InlineData("😀😀😀")]
    [InlineData("a\u00A0b\u2028c ሰላም ខ្មែរ")]
    public void A_comment_is_stored_unescaped_in_any_script(string comment)
    {
        var stored = AnswerJson.Write(Sheet($$"""{"overall":"agree","ways":["phone","visit"],"interpreter":"no","more":"{{comment}}"}"""));

        Assert.Equal($$"""{"overall":"agree","ways":["phone","visit"],"interpreter":"no","more":"{{comment}}"}""", stored);
    }

    [Fact]
    public void Stored_answers_come_back_as_they_were() =>
        Properties.Hold(
            AnswerSheets.Random,
            sheet => AnswerSheets.Same(sheet, AnswerJson.Read(SmallSurvey.Survey, AnswerJson.Write(sheet))));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"overall\":\"agree\"")]
    [InlineData("{}")]
    [InlineData("{\"overall\":\"wonderful\"}")]
    [InlineData("{\"overall\":\"agree\",\"more\":\"thanks\"}")]
    public void Stored_answers_that_do_not_fit_the_survey_are_refused(string stored) =>
        Assert.Throws<FormatException>(() => AnswerJson.Read(SmallSurvey.Survey, stored));

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("7.5")]
    [InlineData("99999999999999999999")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    public void A_value_no_item_takes_is_malformed(string value) => Assert.True(Raw($$"""{"welcome":{{value}}}""")["welcome"].IsMalformed);

    [Fact]
    public void An_item_named_twice_is_malformed() => Assert.True(Raw("""{"welcome":"agree","welcome":"agree"}""")["welcome"].IsMalformed);

    [Fact]
    public void Half_a_surrogate_pair_is_a_problem_of_its_item_not_a_crash()
    {
        var raw = Raw("""{"overall":"\uD83D","ways":["visit"],"interpreter":"no","more":"a\uD83D","\uD83D":"x"}""");
        var problems = AnswerReader.Read(SmallSurvey.Survey, raw, dropHidden: false).Problems;

        Assert.Equal(
            [AnswerProblemCode.UnknownOption, AnswerProblemCode.CommentNotAllowedCharacter, AnswerProblemCode.UnknownItem],
            problems.Select(problem => problem.Code));
    }

    private static IReadOnlyDictionary<string, RawAnswer> Raw(string json)
    {
        using var document = JsonDocument.Parse(json);
        return AnswerJson.ReadRaw(document.RootElement);
    }

    private static AnswerSheet Sheet(string json)
    {
        var reading = AnswerReader.Read(SmallSurvey.Survey, Raw(json), dropHidden: false);
        Assert.Empty(reading.Problems);
        return reading.Sheet!;
    }
}
