using SurveyEngine.Intake;
using SurveyEngine.Waves;

using SurveyFunctions.Problems;

using SurveyStorage;

namespace SurveyFunctions.Intake;

/// <summary>What a program is told about one response: its receipt, or the problem; never both, never neither.</summary>
public sealed record SubmissionAnswer
{
    /// <summary>201 stored by this request, 200 stored before, else the problem's.</summary>
    public required int Status { get; init; }

    public string? Receipt { get; init; }

    public Problem? Problem { get; init; }

    public IReadOnlyList<SubmissionError> Errors { get; init; } = [];

    /// <summary>Why the store could not say; null: it did, or was not asked.</summary>
    public StoreUnavailableException? Failure { get; init; }

    /// <summary>Null: sending it again changes nothing.</summary>
    public int? RetryAfterSeconds => Problem?.SecondsToWait(Failure?.RetryAfter);

    public static SubmissionAnswer Of(Submission submission, IntakeOutcome outcome) => outcome switch
    {
        IntakeOutcome.Accepted => Received(submission, StatusCodes.Status201Created),
        IntakeOutcome.Replayed => Received(submission, StatusCodes.Status200OK),
        IntakeOutcome.Withdrawn => Of(ProblemCatalogue.ResponseWithdrawn),
        IntakeOutcome.Replaced => Of(ProblemCatalogue.ResponseReplaced),
        IntakeOutcome.Conflict => Of(ProblemCatalogue.IdConflict),
        IntakeOutcome.NotReplaceable => Of(ProblemCatalogue.NotReplaceable),
        IntakeOutcome.Refused => Of(ProblemCatalogue.BodyTooLarge),
        IntakeOutcome.Busy => Of(ProblemCatalogue.StorageUnavailable),
        IntakeOutcome.NotOpen => Of(ProblemCatalogue.WaveNotOpen),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
    };

    public static SubmissionAnswer Of(Problem problem, IReadOnlyList<SubmissionError>? errors = null) =>
        new() { Status = problem.Status, Problem = problem, Errors = errors ?? [] };

    /// <summary>What is said of a submission to this wave that is invalid.</summary>
    public static Problem ProblemOfInvalid(Wave wave, DateTimeOffset now) =>
        wave.AcceptanceAt(now) == WaveAcceptance.Open ? ProblemCatalogue.InvalidSubmission : ProblemCatalogue.WaveNotOpen;

    public static SubmissionAnswer Of(StoreUnavailableException failure) =>
        Of(ProblemCatalogue.StorageUnavailable) with { Failure = failure };

    private static SubmissionAnswer Received(Submission submission, int status) =>
        new() { Status = status, Receipt = Surveys.Answers.Receipt.Format(submission.Partition.Wave, submission.Partition.Bucket, submission.Id) };
}
