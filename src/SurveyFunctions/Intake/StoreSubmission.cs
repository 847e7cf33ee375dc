using SurveyEngine.Intake;
using SurveyEngine.Waves;

using SurveyStorage;

namespace SurveyFunctions.Intake;

/// <summary>Takes a valid submission into the store, or finds it there: the same for programs, forms and batches.</summary>
public sealed class StoreSubmission(AcceptResponses accept)
{
    /// <summary>
    /// Runs up to the place in the queue of its partition before it first waits: of two submissions under one id the one that
    /// is handed over first is the one that stands.
    /// </summary>
    /// <returns>Null: its wave takes no answers, and this one is not stored.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot say whether the response is in. Sending it again is safe.</exception>
    public async Task<IntakeOutcome?> RunAsync(Wave wave, Submission submission, CancellationToken cancellationToken)
    {
        if (wave.State == WaveState.Open)
            return await accept.AcceptAsync(submission);
        // The reply to the first try may have been lost, and the wave closed since.
        return await accept.FindStoredAsync(submission, cancellationToken);
    }
}
