using System.Globalization;

using SurveyEngine.Intake;

using Surveys.Ids;

using TestSupport.Waves;

namespace Storms.Phones;

/// <summary>One response, what its client does with it, and what the client was told.</summary>
internal sealed class PlannedResponse
{
    private readonly string _wave;

    /// <param name="schools">By their place in the wave: one of them answers.</param>
    /// <param name="behaviour">Null: by chance.</param>
    private PlannedResponse(TestWave wave, int index, Random random, IReadOnlyList<int> schools, Behaviour? behaviour = null)
    {
        _wave = wave.Id.Value;
        Index = index;
        ChoiceSeed = random.Next();
        Behaviour = behaviour ?? random.Next(100) switch
        {
            < 34 => Behaviour.Sends,
            < 38 => Behaviour.Replaces,
            < 41 => Behaviour.ReplacesWhileSending,
            < 44 => Behaviour.GoesBackTwice,
            < 46 => Behaviour.GoesBackTwiceAtOnce,
            < 48 => Behaviour.ReplacesAndWithdraws,
            < 50 => Behaviour.WithdrawsWhileReplacing,
            < 62 => Behaviour.SendsTwiceAtOnce,
            < 80 => Behaviour.SendsInBatch,
            < 85 => Behaviour.SendsOtherAnswersToo,
            < 89 => Behaviour.Withdraws,
            < 93 => Behaviour.WithdrawsAndSendsLate,
            < 97 => Behaviour.WithdrawsWhileSending,
            _ => Behaviour.GivesUp,
        };
        var school = schools[random.Next(schools.Count)];
        var id = NewId(random);
        Answers = wave.Submission(school, AnswersOf(random), id);
        OtherAnswers = wave.Submission(school, """{"overall":"dont-know","recommend":3,"more":"not the same"}""", id);
        var replacements = Behaviour switch
        {
            Behaviour.Replaces or Behaviour.ReplacesWhileSending or Behaviour.ReplacesAndWithdraws or Behaviour.WithdrawsWhileReplacing => 1,
            Behaviour.GoesBackTwice or Behaviour.GoesBackTwiceAtOnce => 2,
            _ => 0,
        };
        Replacements = [.. Enumerable.Range(0, replacements).Select(_ => new PlannedResponse(
            this, wave.Submission(school, AnswersOf(random), NewId(random), replaces: id)))];
    }

    private PlannedResponse(PlannedResponse first, Submission answers)
    {
        _wave = first._wave;
        (Index, ChoiceSeed, Behaviour) = (first.Index, first.ChoiceSeed, first.Behaviour);
        (Answers, OtherAnswers, Replacements) = (answers, answers, []);
    }

    public int Index { get; }

    /// <summary>Of what its client chooses on the way.</summary>
    public int ChoiceSeed { get; }

    public Behaviour Behaviour { get; }

    public Submission Answers { get; }

    public Submission OtherAnswers { get; }

    /// <summary>What the same person sends in its place, in this order unless it is at once; each names this one.</summary>
    public IReadOnlyList<PlannedResponse> Replacements { get; }

    /// <summary>Of one person.</summary>
    public IReadOnlyList<PlannedResponse> WithReplacements => [this, .. Replacements];

    public ResponseId Id => Answers.Id;

    public ClientOutcome Outcome { get; } = new();

    public string Receipt => Surveys.Answers.Receipt.Format(new WaveId(_wave), Answers.Partition.Bucket, Id);

    public static IReadOnlyList<PlannedResponse> Plan(TestWave wave, int count, Random random)
    {
        int[] schools = [.. Enumerable.Range(0, wave.Schools.Count)];
        return [.. Enumerable.Range(0, count).Select(index => new PlannedResponse(wave, index, random, schools))];
    }

    /// <param name="schools">By their place in the wave.</param>
    public static IReadOnlyList<PlannedResponse> PlanOfSchools(TestWave wave, IReadOnlyList<int> schools, int count, int firstIndex, Random random) =>
        [.. Enumerable.Range(firstIndex, count).Select(index => new PlannedResponse(wave, index, random, schools))];

    /// <summary>Plain responses to one school, so that any two folds of them touch the same tally, and take them by their keys.</summary>
    public static IReadOnlyList<PlannedResponse> PlanOfSchool(TestWave wave, int school, int count, int firstIndex, Random random) =>
        [.. Enumerable.Range(firstIndex, count).Select(index => new PlannedResponse(wave, index, random, [school], Behaviour.Sends))];

    public static string JsonOf(Submission submission)
    {
        var replaces = submission.Replaces is { } replaced ? $"\"replaces\":\"{replaced}\"," : "";
        return $$"""{"id":"{{submission.Id}}",{{replaces}}"school":"{{submission.School}}","language":"en","answers":{{submission.AnswersJson}}}""";
    }

    private static ResponseId NewId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        // Version 4, variant 1.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new ResponseId(new Guid(bytes, bigEndian: true));
    }

    private static string AnswersOf(Random random)
    {
        string[] views = ["very-favorable", "favorable", "neither", "unfavorable", "very-unfavorable"];
        string[] agreements = ["strongly-agree", "agree", "disagree", "strongly-disagree"];
        var answers = new List<string> { $"\"overall\":\"{views[random.Next(views.Length)]}\"" };
        Maybe(80, "welcome", $"\"{agreements[random.Next(agreements.Length)]}\"");
        Maybe(60, "left-out", $"\"{agreements[random.Next(agreements.Length)]}\"");
        Maybe(50, "home-language", random.Next(2) == 0 ? "\"english\"" : "\"arabic\"");
        Maybe(30, "ways", random.Next(2) == 0 ? "[\"letter\"]" : "[\"letter\",\"phone\"]");
        Maybe(50, "recommend", random.Next(11).ToString(CultureInfo.InvariantCulture));
        Maybe(20, "more", $"\"Comment {random.Next(1_000_000)}, نعم\"");
        return "{" + string.Join(',', answers) + "}";

        void Maybe(int percent, string item, string answer)
        {
            if (random.Next(100) < percent)
                answers.Add($"\"{item}\":{answer}");
        }
    }
}
