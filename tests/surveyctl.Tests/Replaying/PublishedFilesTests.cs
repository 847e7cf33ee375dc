using Replay;

using Surveyctl.Output;

using Surveys.Definitions;
using Surveys.Ids;

namespace Surveyctl.Tests.Replaying;

public sealed class PublishedFilesTests : IDisposable
{
    private readonly SmallFiles _files = new();

    [Fact]
    public void Schools_groups_questions_and_respondents_are_read()
    {
        var results = PublishedFiles.Require(_files.Answers, _files.Schools);
        Assert.Equal(
            [("01a001", "Alder School"), ("01a002", "Birch School, \"Upper\""), ("02b003", "Cedar School"), ("02b004", "Dogwood School")],
            results.Schools.Select(school => (school.Id.Value, school.Name)));
        Assert.Equal([Audience.Family, Audience.Staff], results.Groups.Select(group => group.Audience));
        var families = results.Groups[0];
        Assert.Equal([("q1", true, false), ("q2", false, false), ("q3", false, true)],
            families.Questions.Select(question => (question.Question, question.HasDontKnow, question.IsReversed)));
        Assert.Equal([27, 40, 8, 0], results.Schools.Select(school => families.RespondentsOf(school.Id)));
        Assert.Null(results.Groups[1].Find(new SchoolId("01a002"), "t2"));
    }

    [Fact]
    public void Without_a_file_of_schools_they_are_called_by_their_ids() =>
        Assert.Equal("01A001", PublishedFiles.Require(_files.Answers, schools: null).Schools[0].Name);

    [Theory]
    [InlineData("01A001,family,q2,0,27,", "01A001,family,q2,0,28,", "column n:", "add up to 27, not to 28")]
    [InlineData("01A001,family,q3,1,25,2,", "01A001,family,q3,0,25,2,", "column favorable", "Options 1 and 2 have 5")]
    [InlineData("02B003,family,q2,0,8,1,5,1,1,,13,63,13,13,,5.8,6", "02B003,family,q2,1,8,1,5,1,1,,13,63,13,13,,5.8,2", "column reversed", "not reversed on line 3")]
    [InlineData("02B003,family,q2,0,8,1,5,1,1,,", "02B003,family,q2,0,8,1,5,1,1,0,", "column n5", "no fifth option on line 3")]
    [InlineData("02B003,family,q1,0,8,3,3,1,1,0,38,38,13,13,0,", "02B003,family,q1,0,8,3,3,1,1,,38,38,13,13,,", "column n5", "write 0 if nobody")]
    [InlineData("01A002,family,q2,0,40,19,10,7,4,,48,25,18,10,,", "01A002,family,q2,0,40,19,10,7,4,,48,25,18,10,0,", "column pct5", "where n5 is empty")]
    [InlineData("02B003,staff,t1,0,5,5,0", "02B003,staff,t1,0,5,-5,0", "column n1", "'-5' is no whole number")]
    [InlineData("01A001,staff,t1,0,13,", "01A001,staff,t1,0,,", "column n:", "This cell is empty")]
    [InlineData("01A001,staff,t1,0,", "01A001,teacher,t1,0,", "column respondent", "write family or staff")]
    [InlineData("01A001,staff,t1,0,", "01A001,staff,t1,yes,", "column reversed", "write 0 or 1")]
    [InlineData("01A001,staff,t1,0,", "01_A001,staff,t1,0,", "column dbn", "does not fit")]
    [InlineData("02B003,staff,t2,1,4,", "01A001,staff,t2,1,4,", "column question", "has this school, respondent and question")]
    [InlineData("02B003,staff,t1,0,5,5,0,0,0,,100,0,0,0,,10.0,5,5", "02B003,staff,t1,0,5,5,0,0,0,,100,0,0,0,,10.0,5,4", "column valid", "have 5 answers")]
    [InlineData("02B003,staff,t1,0,5,5,0,0,0,,100,0,0,0,,10.0,5,5", "02B003,staff,t1,0,5,5,0,0,0,,100,0,0,0,,10.0,,5", "column favorable", "have 5 answers")]
    [InlineData("02B003,staff,t1,0,5,5,0,0,0,,100,0,0,0,,10.0", "02B003,staff,t1,0,5,5,0,0,0,,100,0,0,0,,10.05", "column published_score", "one decimal")]
    [InlineData("02B003,staff,t1,0,5,5,0,0,0,,100", "02B003,staff,t1,0,5,5,0,0,0,,101", "column pct1", "from 0 to 100")]
    [InlineData("01A002,staff,t3,0,9,0,0,0,0,9,0,0,0,0,100,", "01A002,staff,t3,0,9,0,0,0,0,9,0,0,0,0,100,0.0", "column published_score", "nobody gave a valid answer")]
    [InlineData("02B004,family,q2,0,0,0,0,0,0,,", "02B004,family,q2,0,0,0,0,0,0,,0", "column pct1", "nobody answered")]
    [InlineData("01A001,staff,t1,0,13,", "01A001,staff,t1,0,13,,", "line 14", "19 cells where the header has 18")]
    public void A_line_that_cannot_be_is_told_with_its_place(string begins, string with, string place, string message)
    {
        _files.Change(begins, with);
        var told = Assert.Throws<CommandFailedException>(() => PublishedFiles.Require(_files.Answers, _files.Schools)).Message;
        Assert.Contains(told.Split('\n'), line =>
            line.StartsWith(_files.Answers + ": line ", StringComparison.Ordinal)
            && line.Contains(place, StringComparison.Ordinal) && line.Contains(message, StringComparison.Ordinal));
        Assert.EndsWith("Nothing was started.", told, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_of_both_files_are_told_at_once_in_the_order_of_their_lines()
    {
        _files.Change("01A002,family,q3,1,", "01A002,family,q3,0,");
        _files.Change("01A001,family,q2,0,27,", "01A001,family,q2,0,28,");
        File.WriteAllText(_files.Schools, File.ReadAllText(_files.Schools).Replace("Alder School", "", StringComparison.Ordinal));

        var told = Assert.Throws<CommandFailedException>(() => PublishedFiles.Require(_files.Answers, _files.Schools)).Message.Split('\n');

        string[] expected =
        [
            $"{_files.Answers}: line 3, column n: ",
            // The counts are those of the reversed question.
            $"{_files.Answers}: line 7, column favorable: ",
            $"{_files.Schools}: line 2, column name: ",
            "Nothing was started.",
        ];
        Assert.Equal(expected.Length, told.Length);
        Assert.All(expected.Zip(told), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void A_school_with_answers_has_a_line_in_the_file_of_schools()
    {
        File.WriteAllLines(_files.Schools, File.ReadAllLines(_files.Schools).Where(line => !line.StartsWith("02B003", StringComparison.Ordinal)));
        var told = Assert.Throws<CommandFailedException>(() => PublishedFiles.Require(_files.Answers, _files.Schools)).Message;
        Assert.Contains($"{_files.Schools}: The school '02b003' has answers and no line here", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_empty_or_missing_are_told()
    {
        File.WriteAllText(_files.Answers, _files.Lines[0]);
        Assert.Contains("no line below the header", Message(), StringComparison.Ordinal);
        File.Delete(_files.Answers);
        Assert.Contains("There is no such file.", Message(), StringComparison.Ordinal);

        string Message() => Assert.Throws<CommandFailedException>(() => PublishedFiles.Require(_files.Answers, null)).Message;
    }

    public void Dispose() => _files.Dispose();
}
