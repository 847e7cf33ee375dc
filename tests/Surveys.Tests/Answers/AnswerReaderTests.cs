using Surveys.Answers;
using Surveys.Readings;

using static Surveys.Answers.AnswerProblemCode;

namespace Surveys.Tests.Answers;

public class AnswerReaderTests
{
    [Fact]
    public void Every_kind_of_answer_becomes_its_code()
    {
        var sheet = Accepted(
            ("overall", Form("agree")),
            ("welcome", Form("dont-know")),
            ("home-language", Form("somali")),
            ("ways", Form("visit", "phone")),
            ("recommend", Form("10")),
            ("interpreter", Form("no")),
            ("more", Form("thanks")));

        Assert.Equal([1, 4, 0, 2, 0b101, 11, 2, 1], sheet.Codes);
        Assert.Equal("thanks", sheet.Comments["more"]);
    }

    [Fact]
    public void Blank_values_are_no_answers()
    {
        var sheet = Accepted(
            ("overall", Form("agree")),
            ("welcome", Form("")),
            ("ways", new RawAnswer([], IsList: true)),
            ("recommend", Form(" ")),
            ("more", Form("\r\n ")));

        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0], sheet.Codes);
        Assert.Empty(sheet.Comments);
    }

    [Fact]
    public void An_option_ticked_twice_counts_once() =>
        Assert.Equal(0b10, Accepted(("overall", Form("agree")), ("ways", Form("paper", "paper"))).Codes[SmallSurvey.Ways]);

    [Fact]
    public void All_problems_are_told_at_once_in_survey_order_and_unknown_items_last() =>
        Assert.Equal(
            [
                new("overall", RequiredMissing),
                new("welcome", UnknownOption, "maybe"),
                new("ignored", WrongType),
                new("ways", UnknownOption, "fax"),
                new("ways", UnknownOption, "owl"),
                new("recommend", NumberOutOfRange, "11"),
                new("age", UnknownItem),
                new AnswerProblem("name", UnknownItem),
            ],
            Problems(
                ("name", Form("x")),
                ("recommend", Form("11")),
                ("ways", Form("fax", "phone", "owl")),
                ("ignored", new RawAnswer(["agree"], IsList: true)),
                ("welcome", Form("maybe")),
                ("age", Form("7"))));

    [Theory]
    [InlineData("0", 1)]
    [InlineData(" 7 ", 8)]
    [InlineData("007", 8)]
    public void A_whole_number_from_0_to_10_is_accepted(string text, int code) =>
        Assert.Equal(code, Accepted(("overall", Form("agree")), ("recommend", Form(text))).Codes[SmallSurvey.Recommend]);

    [Theory]
    [InlineData("11", NumberOutOfRange)]
    [InlineData("-1", NumberOutOfRange)]
    [InlineData("99999999999999999999", NumberOutOfRange)]
    [InlineData("7.5", WrongType)]
    [InlineData("seven", WrongType)]
    [InlineData("-", WrongType)]
    [InlineData("٧", WrongType)]
    public void Any_other_number_is_a_problem(string text, AnswerProblemCode code) =>
        Assert.Equal(code, Assert.Single(Problems(("overall", Form("agree")), ("recommend", Form(text)))).Code);

    [Theory]
    [InlineData("welcome")]
    [InlineData("recommend")]
    public void A_list_is_no_single_answer(string item) =>
        Assert.Equal(
            [new AnswerProblem(item, WrongType)],
            Problems(("overall", Form("agree")), (item, new RawAnswer(["1"], IsList: true))));

    [Fact]
    public void An_unknown_option_is_echoed_only_in_part() =>
        Assert.Equal(64, Assert.Single(Problems(("overall", Form(new string('x', 5000))))).Value!.Length);

    [Fact]
    public void An_item_not_asked_is_not_missing_though_required() =>
        Assert.Equal(0, Accepted(("overall", Form("agree")), ("ways", Form("phone"))).Codes[SmallSurvey.Interpreter]);

    [Fact]
    public void An_item_asked_and_required_is_missing() =>
        Assert.Equal(
            [new AnswerProblem("interpreter", RequiredMissing)],
            Problems(("overall", Form("agree")), ("ways", Form("visit"))));

    [Fact]
    public void Who_answers_what_is_not_asked_is_told_down_the_chain() =>
        Assert.Equal(
            [new("interpreter", HiddenAnswered, "ways"), new AnswerProblem("more", HiddenAnswered, "interpreter")],
            Problems(("overall", Form("agree")), ("interpreter", Form("no")), ("more", Form("thanks"))));

    [Theory]
    [InlineData("none", null)]
    [InlineData("phone paper", null)]
    [InlineData("none phone", "none")]
    [InlineData("phone nothing-else none", "nothing-else")]
    public void An_exclusive_option_stands_alone(string chosen, string? combined)
    {
        var survey = SmallSurvey.Survey with { Items = [SmallSurvey.Exclusive("ways", ["phone", "paper"], ["nothing-else", "none"])] };

        var reading = AnswerReader.Read(survey, Raw(("ways", Form(chosen.Split(' ')))));

        Assert.Equal(combined is null ? [] : [new AnswerProblem("ways", ExclusiveCombined, combined)], reading.Problems);
    }

    [Fact]
    public void What_depends_on_a_wrong_answer_is_neither_missing_nor_superfluous() =>
        Assert.Equal(
            [new AnswerProblem("ways", UnknownOption, "fax")],
            Problems(("overall", Form("agree")), ("ways", Form("fax")), ("more", Form("thanks"))));

    [Theory]
    [InlineData(" a\r\nb\n", "a\nb")]
    [InlineData("\ta\tb", "a\tb")]
    [InlineData("شكرا 😀", "شكرا 😀")]
    [InlineData("\r\n12345678901234567890 ", "12345678901234567890")]
    public void A_comment_is_kept_trimmed_with_plain_line_ends(string sent, string kept) =>
        Assert.Equal(kept, Comment(sent).Value!.Comments["more"]);

    [Theory]
    [InlineData("\0", "U+0000, character 1")]
    [InlineData("a\u001Bb", "U+001B, character 2")]
    [InlineData("a\rb", "U+000D, character 2")]
    [InlineData("a\u0085b", "U+0085, character 2")]
    [InlineData("a\u007F", "U+007F, character 2")]
    [InlineData(" \r\n a\r\n\u000Bb", "U+000B, character 8")]
    public void A_control_character_in_a_comment_is_refused_with_its_place(string sent, string which) =>
        Assert.Equal([new AnswerProblem("more", CommentNotAllowedCharacter, which)], Comment(sent).Problems);

    [Fact]
    public void Half_a_surrogate_pair_in_a_comment_is_refused()
    {
        foreach (var sent in new[] { "a\uD83D", "\uDE00a", "\uDE00\uD83D", "\uD83Da" })
            Assert.Equal([new AnswerProblem("more", CommentNotAllowedCharacter, "half of a surrogate pair")], Comment(sent).Problems);
    }

    [Fact]
    public void A_comment_is_too_long_by_what_is_kept_of_it() =>
        Assert.Equal([new AnswerProblem("more", CommentTooLong, "21")], Comment("123456789012345678901 ").Problems);

    private static Reading<AnswerSheet, AnswerProblem> Comment(string text) =>
        AnswerReader.Read(
            SmallSurvey.Survey,
            Raw(("overall", Form("agree")), ("ways", Form("visit")), ("interpreter", Form("no")), ("more", Form(text))));

    private static AnswerSheet Accepted(params (string Item, RawAnswer Answer)[] raw)
    {
        var reading = AnswerReader.Read(SmallSurvey.Survey, Raw(raw));
        Assert.Empty(reading.Problems);
        return reading.Value!;
    }

    private static IReadOnlyList<AnswerProblem> Problems(params (string Item, RawAnswer Answer)[] raw)
    {
        var reading = AnswerReader.Read(SmallSurvey.Survey, Raw(raw));
        Assert.Null(reading.Value);
        return reading.Problems;
    }

    private static Dictionary<string, RawAnswer> Raw(params (string Item, RawAnswer Answer)[] raw) =>
        raw.ToDictionary(pair => pair.Item, pair => pair.Answer);

    private static RawAnswer Form(params string[] values) => new(values);
}
