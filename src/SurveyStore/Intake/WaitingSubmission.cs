namespace SurveyStore.Intake;

/// <summary>A submission and the promise to its client.</summary>
/// <param name="submission">What is to be stored.</param>
/// <param name="since">When its wave was seen to be open, on the local monotonic clock.</param>
internal sealed class WaitingSubmission(Submission submission, long since)
{
    // Clients continue on their own threads, not inside the lane's commit loop.
    private readonly TaskCompletionSource<IntakeOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Submission Submission { get; } = submission;

    public long Since { get; } = since;

    public Task<IntakeOutcome> Outcome => _outcome.Task;

    public void Answer(IntakeOutcome outcome) => _outcome.TrySetResult(outcome);

    /// <summary>Does nothing for a submission that was answered already.</summary>
    public void Fail(Exception failure) => _outcome.TrySetException(failure);
}
