using System.Text;
using System.Text.Json;

using SurveyEngine.Waves;

using SurveyFunctions.Intake;

using Surveys.Ids;

using TestSupport;

namespace SurveyFunctions.Tests.Intake;

/// <summary>Submissions made up from a seed, right ones and odd ones: whichever way they are read, the same comes out.</summary>
public sealed class PlainSubmissionTests(AppFixture app)
{
    private const int Submissions = 10_000;

    private static readonly string[] Ids =
    [
        "\"6f9619ff-8b86-4011-b42d-00c04fc964ff\"", "\"6F9619FF-8B86-4011-B42D-00C04FC964FF\"", "\" 6f9619ff-8b86-4011-b42d-00c04fc964ff \"",
        "\"6f9619ff8b864011b42d00c04fc964ff\"", "\"6f9619ff-8b86-1011-b42d-00c04fc964ff\"", "\"{6f9619ff-8b86-4011-b42d-00c04fc964ff}\"",
        "\"\\u0036f9619ff-8b86-4011-b42d-00c04fc964ff\"", "\"\"", "null", "7", "{}",
    ];

    private static readonly string[] Schools =
        ["\"school-000\"", "\"school-002\"", "\"school-999\"", "\"School-000\"", "\"\"", "\"\\udc00\"", "[\"school-000\"]", "\"schoo\\u006c-000\""];

    private static readonly string[] Languages = ["\"en\"", "\"ar\"", "\"fr\"", "\"EN\"", "\"\"", "\"\\u0065n\"", "null", "{\"en\":1}"];

    private static readonly string[] Channels = ["\"link\"", "\"paper\"", "\"qr\"", "\"Link\"", "\"\\uD83D\"", "null", "2"];

    private static readonly string[] Answers =
    [
        """{"overall":"favorable"}""", """{"overall":"favorable","ways":["phone"],"recommend":10,"more":" Thanks 😀 "}""",
        """{"more":"a\nb","welcome":"agree","overall":"dont-know"}""", """{"overall":"wonderful"}""", "{}", "[]", "null",
        """{"overall":"favorable","interpreter":"agree"}""", """{"overall":"favorable","overall":"favorable"}""", """{"overall":"favorable","a":{"b":[]}}""",
    ];

    private static readonly string[] Others = ["\"a/b\":1", "\"i\\u0064\":\"x\"", "\"\\uD83D\":{}", "\"ID\":\"x\""];

    [Fact]
    public async Task Both_ways_of_reading_a_submission_give_the_same()
    {
        var wave = await app.UntouchedWaveAsync();
        var random = new Random(1);
        var (plain, valid) = (0, 0);
        for (var i = 0; i < Submissions; i++)
        {
            var json = Next(random);
            var bytes = Encoding.UTF8.GetBytes(json);
            using var document = JsonDocument.Parse(bytes);
            var expected = await SubmissionReader.ReadAsync(wave.Wave, document.RootElement, FindSchool);
            var actual = await SubmissionReader.ReadAsync(wave.Wave, bytes, FindSchool);

            Assert.Equal(Tell(expected), Tell(actual));
            plain += PlainSubmission.TryRead(wave.Wave.Survey, bytes) is null ? 0 : 1;
            valid += expected.Submission is null ? 0 : 1;
        }
        // Many of both, or nothing was shown.
        Assert.True(plain > Submissions / 5 && plain < Submissions * 4 / 5 && valid > Submissions / 5, $"{plain} plain, {valid} valid");

        Task<PinnedSchool?> FindSchool(SchoolId id) => Task.FromResult(wave.Schools.FirstOrDefault(school => school.Id == id));
    }

    [Fact]
    public async Task A_submission_as_programs_send_it_is_plain()
    {
        var wave = await app.UntouchedWaveAsync();

        Assert.NotNull(PlainSubmission.TryRead(wave.Wave.Survey, Encoding.UTF8.GetBytes(SubmissionJson.Of(wave, Guid.NewGuid()))));
    }

    private static string Next(Random random)
    {
        var oddity = random.Next(3) * 0.2;
        var members = new List<string>();
        Add("id", Ids, right: 1);
        Add("school", Schools, right: 2);
        Add("language", Languages, right: 2);
        Add("channel", Channels, right: 3);
        Add("answers", Answers, right: 3);
        if (random.NextDouble() < oddity)
            members.Add(random.NextDouble() < 0.5 ? Others[random.Next(Others.Length)] : members[random.Next(members.Count)]);
        if (random.NextDouble() < 0.3)
            members = [.. members.OrderBy(_ => random.Next())];
        return $"{{{string.Join(" , ", members)}}}";

        void Add(string name, string[] values, int right)
        {
            if (name is "channel" ? random.NextDouble() < 0.8 : random.NextDouble() >= oddity / 4)
                members.Add($"\"{name}\":{values[random.NextDouble() < oddity ? random.Next(values.Length) : random.Next(right)]}");
        }
    }

    private static string Tell(SubmissionReading reading) => string.Join(
        '\n',
        [
            $"{reading.Id} {reading.Problem?.Code}",
            reading.Submission is { } read
                ? $"{read.Id} {read.Partition} {read.School} {read.Language} {read.Channel} {read.ContentHash} {read.AnswersJson} {string.Join(' ', read.Entry.Codes)}"
                : "",
            .. reading.Errors.Select(error => $"{error}"),
        ]);
}
