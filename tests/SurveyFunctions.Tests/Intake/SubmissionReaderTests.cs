using System.Text;
using System.Text.Json;

using SurveyEngine.Waves;

using SurveyFunctions.Intake;

using Surveys.Ids;

using TestSupport;

namespace SurveyFunctions.Tests.Intake;

/// <summary>Submissions made up from a seed, right ones and odd ones.</summary>
public sealed class SubmissionReaderTests(AppFixture app)
{
    private const int Submissions = 10_000;

    private static readonly string[] Ids =
    [
        "\"6f9619ff-8b86-4011-b42d-00c04fc964ff\"", "\"6F9619FF-8B86-4011-B42D-00C04FC964FF\"", "\" 6f9619ff-8b86-4011-b42d-00c04fc964ff \"",
        "\"6f9619ff8b864011b42d00c04fc964ff\"", "\"6f9619ff-8b86-1011-b42d-00c04fc964ff\"", "\"{6f9619ff-8b86-4011-b42d-00c04fc964ff}\"",
        "\"\\u0036f9619ff-8b86-4011-b42d-00c04fc964ff\"", "\"\"", "null", "7", "{}",
    ];

    private static readonly string[] Replaced =
    [
        "\"0b7a3f0e-5d0c-4c5b-9a64-1f2f6f0f7c11\"", "\"0b7a3f0\\u0065-5d0c-4c5b-9a64-1f2f6f0f7c11\"",
        "\"6f9619ff-8b86-4011-b42d-00c04fc964ff\"", "\"0b7a3f0e\"", "null", "[]",
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
    public async Task Everything_wrong_is_told_in_one_order()
    {
        var wave = await app.UntouchedWaveAsync();
        var json = """{"a/b":1,"channel":"fax","replaces":7,"language":7,"answers":{"overall":"wonderful"},"school":"\udc00","id":"x","id":"y"}"""u8.ToArray();
        var read = await SubmissionReader.ReadAsync(wave.Wave, json, _ => throw new InvalidOperationException("This is no id."));

        Assert.Null(read.Id);
        Assert.Equal(
            ["/a~1b", "/id", "/id", "/replaces", "/school", "/language", "/channel", "/answers/overall"],
            read.Submission.Problems.Select(problem => problem.Pointer));
    }

    [Fact]
    public async Task A_submission_is_valid_however_its_JSON_is_written()
    {
        var wave = await app.UntouchedWaveAsync();
        var random = new Random(1);
        var valid = 0;
        for (var i = 0; i < Submissions; i++)
        {
            var json = Encoding.UTF8.GetBytes(Next(random));
            var read = await SubmissionReader.ReadAsync(wave.Wave, json, FindSchool);
            // Written anew every escape is gone.
            var rewritten = await SubmissionReader.ReadAsync(wave.Wave, Rewritten(json), FindSchool);
            Assert.Equal(Tell(read), Tell(rewritten));
            valid += read.Submission.IsValid ? 1 : 0;
        }
        // Many of both, or nothing was shown.
        Assert.True(valid > Submissions / 5 && valid < Submissions * 4 / 5, $"{valid} valid");

        Task<PinnedSchool?> FindSchool(SchoolId id) => Task.FromResult(wave.Schools.FirstOrDefault(school => school.Id == id));
    }

    private static string Next(Random random)
    {
        var oddity = random.Next(3) * 0.2;
        var members = new List<string>();
        Add("id", Ids, right: 1);
        Add("school", Schools, right: 2);
        Add("language", Languages, right: 2);
        Add("channel", Channels, right: 3);
        Add("replaces", Replaced, right: 2);
        Add("answers", Answers, right: 3);
        if (random.NextDouble() < oddity)
            members.Add(random.NextDouble() < 0.5 ? Others[random.Next(Others.Length)] : members[random.Next(members.Count)]);
        if (random.NextDouble() < 0.3)
            members = [.. members.OrderBy(_ => random.Next())];
        return $"{{{string.Join(" , ", members)}}}";

        void Add(string name, string[] values, int right)
        {
            if (name is "channel" or "replaces" ? random.NextDouble() < 0.8 : random.NextDouble() >= oddity / 4)
                members.Add($"\"{name}\":{values[random.NextDouble() < oddity ? random.Next(values.Length) : random.Next(right)]}");
        }
    }

    /// <summary>The same without escapes and spaces; half a surrogate pair stays as it is.</summary>
    private static byte[] Rewritten(byte[] json) =>
        Encoding.UTF8.GetString(json).Contains("\\u", StringComparison.OrdinalIgnoreCase)
            ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json).Replace("\\u0064", "d").Replace("\\u0065", "e").Replace("\\u006c", "l"))
            : JsonSerializer.SerializeToUtf8Bytes(JsonDocument.Parse(json).RootElement);

    private static string Tell(SubmissionReading reading) => string.Join(
        '\n',
        [
            $"{reading.Id}",
            reading.Submission.Value is { } read
                ? $"{read.Id} {read.Replaces} {read.Partition} {read.School} {read.Language} {read.Channel} {read.ContentHash} {read.AnswersJson} {string.Join(' ', read.Entry.Codes)}"
                : "",
            .. reading.Submission.Problems.Select(error => $"{error}"),
        ]);
}
