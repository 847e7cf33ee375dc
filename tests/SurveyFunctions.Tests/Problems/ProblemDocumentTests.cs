using System.Text;
using System.Text.Json;

using SurveyFunctions.Problems;

using Surveys.Answers;

namespace SurveyFunctions.Tests.Problems;

public sealed class ProblemDocumentTests
{
    [Fact]
    public void A_problem_is_written_as_RFC_9457_says()
    {
        var json = Encoding.UTF8.GetString(ProblemDocument.Of(ProblemCatalogue.UnknownWave).ToUtf8Json());
        Assert.Equal(
            """{"type":"urn:surveyfunctions:problem:unknown-wave","title":"There is no such wave.","status":404,"detail":"Check the id of the wave in the address.","code":"unknown-wave"}""",
            json);
    }

    [Fact]
    public void Everything_wrong_with_a_submission_is_listed_with_its_place()
    {
        SubmissionError[] errors =
        [
            SubmissionError.Of("school", ProblemCatalogue.UnknownSchool),
            SubmissionError.Of(new AnswerProblem("a/b~c", AnswerProblemCode.UnknownItem)),
            SubmissionError.Of(new AnswerProblem("welcome", AnswerProblemCode.UnknownOption, "maybe")),
        ];
        using var json = JsonDocument.Parse(ProblemDocument.Of(ProblemCatalogue.InvalidSubmission, errors).ToUtf8Json());
        var listed = json.RootElement.GetProperty("errors").EnumerateArray()
            .Select(error => $"{error.GetProperty("pointer").GetString()} {error.GetProperty("code").GetString()}");
        Assert.Equal(["/school unknown-school", "/answers/a~1b~0c unknown-item", "/answers/welcome unknown-option"], listed);
        Assert.Equal("The item has no option maybe.", json.RootElement.GetProperty("errors")[2].GetProperty("detail").GetString());
    }

    [Fact]
    public void Every_answer_problem_has_a_code_and_a_detail_of_its_own()
    {
        var codes = Enum.GetValues<AnswerProblemCode>();
        var errors = codes.Select(code => SubmissionError.Of(new AnswerProblem("x", code, "9"))).ToList();
        Assert.Equal(codes.Length, errors.Select(error => error.Code).Distinct().Count());
        Assert.Equal(codes.Length, errors.Select(error => error.Detail).Distinct().Count());
    }
}
