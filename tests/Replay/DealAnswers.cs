using System.Security.Cryptography;
using System.Text;

using Surveyctl.Demo;

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;

namespace Replay;

/// <summary>
/// Makes responses whose answers add up to published counts. Who gave which answers together was not published, so the answers to
/// each question are dealt to the respondents of the school at random; the others leave it blank.
/// </summary>
internal static class DealAnswers
{
    /// <summary>All responses of the wave, each valid for the survey, in a random order. The same arguments give the same responses.</summary>
    public static IReadOnlyList<MadeUpResponse> Of(PublishedGroup group, SurveyVersion survey, WaveId wave, int seed)
    {
        var responses = group.Schools.SelectMany(school => OfSchool(group, survey, wave, school, seed)).ToArray();
        // Not school after school: families answer all over the wave at once.
        RandomOf($"{seed}/{wave}").Shuffle(responses);
        return responses;
    }

    private static IEnumerable<MadeUpResponse> OfSchool(PublishedGroup group, SurveyVersion survey, WaveId wave, SchoolId school, int seed)
    {
        var answers = new Dictionary<string, RawAnswer>[group.RespondentsOf(school)];
        for (var respondent = 0; respondent < answers.Length; respondent++)
            answers[respondent] = [];
        foreach (var question in group.Questions.Select(question => question.Question))
        {
            if (group.Find(school, question) is { } row)
                Deal(row, answers, RandomOf($"{seed}/{wave}/{school}/{question}"));
        }
        return answers.Select((given, respondent) => new MadeUpResponse
        {
            Id = MadeUpId.Of(DigestOf($"response/{seed}/{wave}/{school}/{respondent}")),
            School = school,
            Language = survey.Languages[0],
            Channel = Channel.Paper,
            Answers = given,
        });
    }

    private static void Deal(PublishedRow row, Dictionary<string, RawAnswer>[] answers, Random random)
    {
        var order = Enumerable.Range(0, answers.Length).ToArray();
        random.Shuffle(order);
        var next = 0;
        foreach (var (option, count) in row.Counts.Index())
        {
            var answer = new RawAnswer([ReplaySurvey.OptionId(option)]);
            for (var i = 0; i < count; i++)
                answers[order[next++]].Add(row.Question, answer);
        }
    }

    private static Random RandomOf(string name) => new(BitConverter.ToInt32(DigestOf(name)));

    private static byte[] DigestOf(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));
}
