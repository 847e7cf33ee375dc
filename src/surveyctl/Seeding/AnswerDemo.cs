using Surveyctl.Demo;

using SurveyEngine.Intake;

using Surveys.Answers;

namespace Surveyctl.Seeding;

/// <summary>Puts the made-up answers of a demo community into the storage, by the same intake that the app has.</summary>
internal sealed class AnswerDemo(Engine engine)
{
    /// <summary>Of one partition at once; with <see cref="PartitionsAtOnce"/> below what the intake lets wait.</summary>
    private const int ResponsesAtOnce = 495;

    private const int PartitionsAtOnce = 4;

    /// <summary>How many responses were stored by this call; none if they were there.</summary>
    public async Task<int> AnswerAsync(SeedWave seed, Steps steps, CancellationToken cancellationToken)
    {
        if (seed.Community is not { } community || !seed.Wave.Value.IsDemo
            || await engine.Waves.FindAsync(seed.Wave.Value.Id, cancellationToken) is not { State: WaveState.Open } wave)
        {
            return 0;
        }
        var answers = MadeUpAnswers.ForWave(seed.Survey.Value, community, seed.Schools);
        if (answers.Count == 0)
            return 0;
        var schools = (await engine.Waves.FirstSchoolsAsync(wave, wave.Schools, cancellationToken)).ToDictionary(school => school.Id);
        // A wave that opened before a school was added to the folder does not ask it.
        var submissions = answers
            .Where(answer => schools.ContainsKey(answer.School))
            .Select(answer => SubmissionOf(wave, schools[answer.School], answer))
            .ToList();

        if (submissions.Count == 0)
            return 0;

        // The last response goes in when all others are: where it is, nothing is left to do.
        var last = submissions[^1];
        submissions.RemoveAt(submissions.Count - 1);
        if (await IsStoredAsync(last, cancellationToken))
            return 0;

        using var step = steps.Begin($"Making up {Counted.Of(answers.Count, "answer")} for {seed.Wave.Value.Id}", answers.Count);
        var accepted = 0;
        await Parallel.ForEachAsync(
            submissions.GroupBy(submission => submission.Partition),
            new ParallelOptions { MaxDegreeOfParallelism = PartitionsAtOnce, CancellationToken = cancellationToken },
            async (partition, stopping) =>
            {
                foreach (var some in partition.Chunk(ResponsesAtOnce))
                {
                    stopping.ThrowIfCancellationRequested();
                    var outcomes = await Task.WhenAll(some.Select(engine.Accept.AcceptAsync));
                    Interlocked.Add(ref accepted, outcomes.Count(RequireStored));
                    step.Advance(some.Length);
                }
            });
        return accepted + (RequireStored(await engine.Accept.AcceptAsync(last)) ? 1 : 0);
    }

    private static Submission SubmissionOf(Wave wave, PinnedSchool school, MadeUpResponse answer)
    {
        var reading = AnswerReader.Read(wave.Survey, answer.Answers);
        var sheet = reading.Value ?? throw new InvalidOperationException(
            $"A made-up response does not fit its survey: {string.Join(", ", reading.Problems.Select(problem => $"{problem.ItemId} {problem.Code}"))}.");
        var language = wave.Survey.Languages.ToList().IndexOf(answer.Language);
        return new Submission(wave, school, answer.Id, language, answer.Channel, sheet);
    }

    private async Task<bool> IsStoredAsync(Submission submission, CancellationToken cancellationToken) =>
        await engine.Tables.GetAsync(
            StoreNames.Responses, submission.Partition.Key, ResponsesKeys.Response(submission.Id), cancellationToken) is not null;

    /// <summary>True: stored by this call. False: it was there.</summary>
    private static bool RequireStored(IntakeOutcome outcome) => outcome switch
    {
        IntakeOutcome.Accepted => true,
        IntakeOutcome.Replayed => false,
        IntakeOutcome.Conflict => throw new CommandFailedException(
            "Made-up answers of another community are stored under the same ids. Give the community another seed, or begin with an empty storage."),
        IntakeOutcome.Busy => throw new StoreUnavailableException("The storage does not keep up. Run it again: what is stored is not stored twice."),
        _ => throw new InvalidOperationException($"The storage refuses a made-up response: {outcome}."),
    };
}
