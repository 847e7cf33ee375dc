using SurveyEngine.Intake;

namespace Surveyctl.Commands;

/// <summary>What waits, and what was given up.</summary>
internal sealed class QueueShowCommand() : StorageCommand("show", StorageUse.Read,
    "Shows how many messages wait, and those that were given up after five deliveries. No answer is lost with a message: the app "
    + "sweeps what is pending every few minutes.",
    "surveyctl queue show",
    "surveyctl queue show --json")
{
    /// <summary>As many as one call gives.</summary>
    private const int MostShown = 32;

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var pending = await engine.Queues.CountAsync(StoreNames.PendingBatches, cancellationToken);
        var poison = await engine.Queues.CountAsync(StoreNames.PendingBatchesPoison, cancellationToken);
        var messages = await engine.Queues.PeekAsync(StoreNames.PendingBatchesPoison, MostShown, cancellationToken);
        report.Table(["Queue", "Messages"],
        [
            [StoreNames.PendingBatches, pending.ToString()],
            [StoreNames.PendingBatchesPoison, poison.ToString()],
        ]);
        if (messages.Count > 0)
            report.Table(["Given up", ""], messages.Select(message => new[] { message, ProblemOf(message) ?? "its partition could not be folded" }));
        if (poison > messages.Count)
            report.Line(WhyNotAll(messages.Count, poison));
        report.Json(new QueuesDocument(pending, poison, messages.Select(message => new MessageDocument(message, ProblemOf(message)))));
        return ExitCode.Ok;
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
