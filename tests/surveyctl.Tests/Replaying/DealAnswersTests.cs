using Replay;

using Surveys.Answers;
using Surveys.Ids;

namespace Surveyctl.Tests.Replaying;

public sealed class DealAnswersTests : IDisposable
{
    private static readonly WaveId Wave = new("wave");

    private readonly SmallFiles _files = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_responses_of_a_school_add_up_to_its_counts_and_each_is_valid_and_has_an_answer(int seed)
    {
        var results = PublishedFiles.Require(_files.Answers, _files.Schools);
        foreach (var group in results.Groups)
        {
            var survey = ReplaySurvey.Of(group, headline: null).Value;
            var responses = DealAnswers.Of(group, survey, Wave, seed);
            Assert.Equal(results.Schools.Sum(school => group.RespondentsOf(school.Id)), responses.Count);
            Assert.Equal(responses.Count, responses.Select(response => response.Id).Distinct().Count());
            Assert.All(responses, response => Assert.NotEmpty(response.Answers));
            Assert.All(responses, response => Assert.Empty(AnswerReader.Read(survey, response.Answers).Problems));
            foreach (var (school, question) in results.Schools.SelectMany(school => survey.Items.Select(item => (school.Id, item))))
            {
                var given = responses.Where(response => response.School == school && response.Answers.ContainsKey(question.Id))
                    .CountBy(response => response.Answers[question.Id].Values[0]).ToDictionary();
                var published = group.Find(school, question.Id)?.Counts ?? [];
                Assert.Equal(published, published.Select((_, option) => given.GetValueOrDefault(ReplaySurvey.OptionId(option))));
                Assert.Equal(published.Sum(), given.Values.Sum());
            }
        }
    }

    [Fact]
    public void The_seed_tells_who_gave_which_answers_and_under_which_ids()
    {
        var group = PublishedFiles.Require(_files.Answers, _files.Schools).Groups[0];
        var survey = ReplaySurvey.Of(group, headline: null).Value;
        Assert.Equal(Deal(1), Deal(1));
        Assert.Empty(Deal(1).Intersect(Deal(2)));

        IEnumerable<(ResponseId, string)> Deal(int seed) => DealAnswers.Of(group, survey, Wave, seed).Select(response =>
            (response.Id, string.Join(' ', survey.Items.Select(item => response.Answers.TryGetValue(item.Id, out var given) ? given.Values[0] : "-"))));
    }

    public void Dispose() => _files.Dispose();
}
