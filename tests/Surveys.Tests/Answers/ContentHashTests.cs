using FsCheck.Fluent;

using Surveys.Answers;
using Surveys.Ids;

namespace Surveys.Tests.Answers;

public class ContentHashTests
{
    private static readonly SchoolId School = new("beacon");

    [Fact]
    public void The_hash_is_the_one_stored_rows_were_written_with()
    {
        var sheet = AnswerJson.Read(SmallSurvey.Survey, """{"overall":"agree","ways":["visit"],"interpreter":"no","more":"شكرا"}""");

        // printf 'beacon\n{"overall":…}' | sha256sum
        Assert.Equal("dde09908b3d9d9e3b44d1af9021b1c09", HashOf(School, sheet));
    }

    [Fact]
    public void Two_sheets_have_one_hash_exactly_if_their_answers_are_the_same() =>
        Properties.Hold(
            from a in AnswerSheets.Random from b in AnswerSheets.Random from same in Gen.Elements(true, false) select (a, same ? a : b),
            pair => (HashOf(School, pair.a) == HashOf(School, pair.Item2)) == AnswerSheets.Same(pair.a, pair.Item2));

    [Fact]
    public void The_same_answers_about_another_school_are_another_response()
    {
        var sheet = AnswerJson.Read(SmallSurvey.Survey, """{"overall":"agree"}""");

        Assert.NotEqual(HashOf(School, sheet), HashOf(new SchoolId("rainier-view"), sheet));
    }

    private static string HashOf(SchoolId school, AnswerSheet sheet) => ContentHash.Of(school, AnswerJson.Write(sheet));
}
