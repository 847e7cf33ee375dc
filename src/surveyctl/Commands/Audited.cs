using SurveyEngine.Auditing;

namespace Surveyctl.Commands;

/// <summary>What a command does is written down before: by the operator, from this command.</summary>
internal static class Audited
{
    public static Actor By(ParseResult parsed)
    {
        var words = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            words.Push(result.Command is RootCommand ? "surveyctl" : result.Command.Name);
        return Actor.OfCommand(string.Join(' ', words));
    }

    /// <inheritdoc cref="AuditLog.RunAsync{T}"/>
    public static Task<T> AuditAsync<T>(
        this Engine engine, ParseResult parsed, Wave wave, AuditAct act, Func<Task<T>> run, CancellationToken cancellationToken, string? detail = null) =>
        engine.Audit.RunAsync(new AuditEvent(wave.Tenant, act, wave.Id.Value, detail), By(parsed), run, cancellationToken);
}
