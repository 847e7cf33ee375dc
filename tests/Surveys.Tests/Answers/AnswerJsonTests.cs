using System.Text;

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

    [Fact]
    public void Codes_of_stored_answers_are_those_of_the_sheet_or_fail_alike()
    {
        var odd = new OddAnswers(seed: 2);
        for (var i = 0; i < OddAnswers.Documents; i++)
        {
            var json = odd.Next(OddAnswers.Survey);
            var codes = Outcome(() => AnswerJson.ReadCodes(OddAnswers.Survey, Encoding.UTF8.GetBytes(json)));
            Assert.Equal(Outcome(() => AnswerJson.Read(OddAnswers.Survey, json).Codes), codes);
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_read_as_the_store_reads_them()
    {
        byte[] stored = [.. "{\"overall\":\"agree\",\"ways\":[\"visit\"],\"interpreter\":\"no\",\"more\":\""u8, 0xFF, .. "\"}"u8];

        Assert.Equal(Sheet(Encoding.UTF8.GetString(stored)).Codes, AnswerJson.ReadCodes(SmallSurvey.Survey, stored));
    }

    private static string Outcome(Func<IReadOnlyList<int>> read)
    {
        try
        {
            return string.Join(' ', read());
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }

    private static AnswerSheet Sheet(string json) => AnswerJson.Read(SmallSurvey.Survey, json);
}
