using SurveyEngine.Intake;
using SurveyEngine.Waves;

using Surveys.Answers;

using SurveyStorage;

namespace SurveyFunctions.Intake;

/// <summary>Withdraws what a receipt stands for: the same for programs and for people.</summary>
public sealed class StoreWithdrawal(AcceptResponses accept)
{
    /// <summary>Null: no receipt, a mistyped one, or one of another wave.</summary>
    public static Withdrawal? Read(Wave wave, string? receipt) =>
        Receipt.TryParse(receipt, wave.Id, out var bucket, out var id) && bucket < wave.Buckets ? new Withdrawal(wave, bucket, id) : null;

    /// <returns>Withdrawn, busy, or null: its wave is not open, and the response was not withdrawn before.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot say whether it is withdrawn. Asking again is safe.</exception>
    public async Task<IntakeOutcome?> RunAsync(Withdrawal withdrawal, CancellationToken cancellationToken)
    {
        if (withdrawal.Wave.State == WaveState.Open)
            return await accept.WithdrawAsync(withdrawal);
        // The reply to the first try may have been lost, and the wave closed since.
        return await accept.IsWithdrawnAsync(withdrawal, cancellationToken) ? IntakeOutcome.Withdrawn : null;
    }
}
