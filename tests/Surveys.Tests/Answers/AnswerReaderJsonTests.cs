using System.Text;
using System.Text.Json;

using Surveys.Answers;
using Surveys.Readings;

using static Surveys.Answers.AnswerProblemCode;

namespace Surveys.Tests.Answers;

/// <summary>What <see cref="AnswerReader"/> makes of answers as programs send them.</summary>
public class AnswerReaderJsonTests
{
    [Fact]
    public void Answers_as_JSON_are_what_a_form_with_the_same_values_says()
    {
        var (valid, wrong) = (0, 0);
        var odd = new OddAnswers(seed: 1);
        for (var i = 0; i < OddAnswers.Documents; i++)
        {
            var json = odd.Next(OddAnswers.Survey);
            if (AsForm(json) is not { } form)
                continue;
            var said = AnswerReader.Read(OddAnswers.Survey, form);
            var read = Read(json);

            Assert.Equal(said.Problems, read.Problems);
            Assert.True(said.Value is null || AnswerSheets.Same(said.Value, read.Value!), json);
            _ = read.IsValid ? valid++ : wrong++;
        }
        // Many of both, or nothing was shown.
        Assert.True(valid > OddAnswers.Documents / 6 && wrong > OddAnswers.Documents / 10, $"{valid} valid, {wrong} wrong");
    }

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("7.5")]
    [InlineData("99999999999999999999")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("[[\"agree\"]]")]
    [InlineData("[\"agree\"]")]
    public void A_value_the_item_does_not_take_is_of_the_wrong_type(string value) =>
        Assert.Equal([new AnswerProblem("welcome", WrongType)], Read($$"""{"overall":"agree","welcome":{{value}}}""").Problems);

    [Theory]
    [InlineData("\"agree\"", "\"agree\"")]
    [InlineData("\"wonderful\"", "null")]
    [InlineData("null", "\"agree\"")]
    public void An_item_named_twice_is_of_the_wrong_type_and_nothing_else(string first, string second) =>
        Assert.Equal(
            [new AnswerProblem("welcome", WrongType)],
            Read($$"""{"overall":"agree","welcome":{{first}},"welcome":{{second}},"welcome":{{first}}}""").Problems);

    [Fact]
    public void A_list_with_something_else_in_it_is_of_the_wrong_type_and_nothing_else() =>
        Assert.Equal([new AnswerProblem("ways", WrongType)], Read("""{"overall":"agree","ways":["fax",7,"owl"]}""").Problems);

    [Fact]
    public void An_unknown_option_is_told_once() =>
        Assert.Equal([new AnswerProblem("ways", UnknownOption, "fax")], Read("""{"overall":"agree","ways":["fax","phone","fax"]}""").Problems);

    [Fact]
    public void Half_a_surrogate_pair_is_a_problem_of_its_item_not_a_crash() =>
        Assert.Equal(
            [UnknownOption, CommentNotAllowedCharacter, UnknownItem],
            Read("""{"overall":"\uD83D","ways":["visit"],"interpreter":"no","more":"a\uD83D","\uD83D":"x"}""").Problems
                .Select(problem => problem.Code));

    [Fact]
    public void Reading_ends_with_the_object()
    {
        var reader = new Utf8JsonReader("""[{"overall":"agree"},7]"""u8);
        reader.Read();
        reader.Read();

        Assert.True(AnswerReader.Read(SmallSurvey.Survey, ref reader).IsValid);

        Assert.True(reader.Read());
        Assert.Equal(7, reader.GetInt32());
    }

    private static Reading<AnswerSheet, AnswerProblem> Read(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return AnswerReader.Read(OddAnswers.Survey, ref reader);
    }

    /// <summary>Null: it is not JSON, or no form can say the same.</summary>
    private static Dictionary<string, RawAnswer>? AsForm(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var form = new Dictionary<string, RawAnswer>();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (FieldOf(member.Value) is not { } answer || !form.TryAdd(member.Name, answer))
                    return null;
            }
            return form;
        }
        catch (Exception unlike) when (unlike is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static RawAnswer? FieldOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new RawAnswer([value.GetString()!]),
        JsonValueKind.Number when value.TryGetInt64(out var number) => new RawAnswer([number.ToString()]),
        JsonValueKind.Null => new RawAnswer([]),
        JsonValueKind.Array when value.EnumerateArray().All(element => element.ValueKind == JsonValueKind.String) =>
            new RawAnswer([.. value.EnumerateArray().Select(element => element.GetString()!)], IsList: true),
        _ => null,
    };
}
