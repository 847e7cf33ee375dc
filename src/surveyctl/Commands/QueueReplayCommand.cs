using Surveyctl.Queues;

namespace Surveyctl.Commands;

/// <summary>Another try for messages that were given up.</summary>
internal sealed class QueueReplayCommand : StorageCommand
{
    private readonly Option<int?> _most = new("--most") { Description = "Take so many messages. Default: all.", HelpName = "number" };
    private readonly Option<bool> _discardInvalid = Parameters.Flag(
        "--discard-invalid", "Delete messages that are none of this app's, which nobody can act on.");

    public QueueReplayCommand()
        : base("replay", StorageUse.Change,
            $"Moves messages from {StoreNames.PendingBatchesPoison} back to {StoreNames.PendingBatches}, once the reason why they failed is "
            + "gone. Safe at any time: a message that comes twice does no harm.",
            "surveyctl queue replay",
            "surveyctl queue replay --most 1",
            "surveyctl queue replay --discard-invalid")
    {
        Takes(_most, _discardInvalid);
        _most.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var most) && most < 1)
                result.AddError("--most is at least 1.");
        });
    }

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var result = await new RetryPoisonMessages(engine.Queues)
            .RunAsync(parsed.GetValue(_most), parsed.GetValue(_discardInvalid), cancellationToken);
        report.Line($"{result.Replayed} messages were moved back to {StoreNames.PendingBatches}.");
        if (result.Discarded > 0)
            report.Line($"{result.Discarded} messages that nobody can act on were deleted.");
        if (result.Left > 0)
        {
            report.Error($"{result.Left} messages are no messages of this app and stay in {StoreNames.PendingBatchesPoison}, where 'surveyctl queue show' "
                + $"shows them again in {RetryPoisonMessages.Lease.TotalMinutes:F0} minute. --discard-invalid deletes them.");
        }
        report.Json(result);
        return result.Left == 0 ? ExitCode.Ok : ExitCode.Invalid;
    }
}
