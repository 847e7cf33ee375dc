using Surveyctl.Queues;

using SurveyEngine.Intake;

namespace Surveyctl.Commands;

internal static class QueueCommands
{
    /// <summary>As many as one call gives.</summary>
    private const int MostShown = 32;

    public static Command All() => new SurveyctlCommand(
        "queue", "Shows what waits in the queues, and tries again what was given up.", "surveyctl queue show", "surveyctl queue replay")
    {
        Show(), Replay(),
    };

    private static SurveyctlCommand Show() => new StorageCommand("show", StorageUse.Read,
        "Shows how many messages wait, and those that were given up after five deliveries. No answer is lost with a message: the app "
        + "folds what is pending every few minutes.",
        "surveyctl queue show",
        "surveyctl queue show --json").Runs(async (engine, _, report, cancellationToken) =>
    {
        var pending = await engine.Queues.CountAsync(StoreNames.PendingBatches, cancellationToken);
        var poison = await engine.Queues.CountAsync(StoreNames.PendingBatchesPoison, cancellationToken);
        var messages = (await engine.Queues.PeekAsync(StoreNames.PendingBatchesPoison, MostShown, cancellationToken))
            .Select(message => new MessageDocument(message, ProblemOf(message)))
            .ToList();
        report.Table(["Queue", "Messages"],
        [
            [StoreNames.PendingBatches, pending.ToString()],
            [StoreNames.PendingBatchesPoison, poison.ToString()],
        ]);
        if (messages.Count > 0)
            report.Table(["Given up", "Why"], messages.Select(message => new[] { message.Text, message.Problem ?? "its partition could not be folded" }));
        if (poison > messages.Count)
            report.Line(WhyNotAll(messages.Count, poison));
        report.Json(new QueuesDocument(pending, poison, messages));
    });

    /// <summary>Another try for messages that were given up.</summary>
    private static SurveyctlCommand Replay()
    {
        var most = new Option<int?>("--most") { Description = "Take so many messages. Default: all.", HelpName = "number" };
        var discardInvalid = Parameters.Flag("--discard-invalid", "Delete messages that are none of this app's, which nobody can act on.");
        most.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var most) && most < 1)
                result.AddError("--most is at least 1.");
        });
        return new StorageCommand("replay", StorageUse.Change,
            $"Moves messages from {StoreNames.PendingBatchesPoison} back to {StoreNames.PendingBatches}, once the reason why they failed is "
            + "gone. Safe at any time: a message that comes twice does no harm.",
            "surveyctl queue replay",
            "surveyctl queue replay --most 1",
            "surveyctl queue replay --discard-invalid") { most, discardInvalid }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var result = await new RetryPoisonMessages(engine.Queues)
                .RunAsync(parsed.GetValue(most), parsed.GetValue(discardInvalid), cancellationToken);
            report.Line($"{Counted.Of(result.Replayed, "message was", "messages were")} moved back to {StoreNames.PendingBatches}.");
            if (result.Discarded > 0)
                report.Line($"{Counted.Of(result.Discarded, "message")} that nobody can act on {(result.Discarded == 1 ? "was" : "were")} deleted.");
            if (result.Left > 0)
            {
                report.Error($"{Counted.Of(result.Left, "message is no message", "messages are no messages")} of this app and stay{(result.Left == 1 ? "s" : "")} in {StoreNames.PendingBatchesPoison}, where "
                    + $"'surveyctl queue show' shows them again in {RetryPoisonMessages.Lease.TotalMinutes:F0} minute. --discard-invalid deletes them.");
            }
            report.Json(result);
            return result.Left == 0 ? ExitCode.Ok : ExitCode.Invalid;
        });
    }

    private static string WhyNotAll(int shown, int poison)
    {
        const string Held = "being worked on, perhaps by 'surveyctl queue replay', or wait for their time: look again in a minute";
        if (shown == 0)
            return $"None of the about {poison} that were given up can be shown now: they are {Held}.";
        return shown < MostShown
            ? $"Only {shown} of about {poison} are shown: the others are {Held}."
            : $"Only the first {shown} of about {poison} are shown.";
    }

    /// <summary>Null: the message itself is as it should be.</summary>
    private static string? ProblemOf(string message)
    {
        try
        {
            PendingMessage.Read(message);
            return null;
        }
        catch (FormatException problem)
        {
            return problem.Message;
        }
    }
}
