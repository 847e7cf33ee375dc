using System.Text.Json.Serialization;

using Surveyctl.Local;

namespace Surveyctl.Commands;

/// <summary>
/// A command with examples in its help, and expected failures told in a sentence and an exit code; or a group of commands, which does
/// nothing itself.
/// </summary>
internal class SurveyctlCommand(string name, string description, params IReadOnlyList<string> examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>What <c>--json</c> prints.</summary>
    public JsonSerializerContext Documents { get; init; } = Commands.Documents.Default;

    public SurveyctlCommand Runs(Func<ParseResult, Report, CancellationToken, Task<int>> run)
    {
        SetAction(async (parsed, cancellationToken) =>
        {
            var (output, errors) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var report = new Report(output, errors, parsed.GetValue(Parameters.Json) ? Documents : null);
            try
            {
                return await run(parsed, report, cancellationToken);
            }
            catch (Exception failure) when (ExitCodeOf(failure, cancellationToken) is { } code)
            {
                if (code != ExitCode.Interrupted)
                    report.Error(failure.Message);
                return code;
            }
        });
        return this;
    }

    /// <summary>Null: a defect, to be seen with its stack trace.</summary>
    private static int? ExitCodeOf(Exception failure, CancellationToken cancellationToken) => failure switch
    {
        CommandFailedException command => command.ExitCode,
        StoreUnavailableException => ExitCode.Unreachable,
        NodeException or UnknownWaveException or InvalidDataException => ExitCode.Invalid,
        IOException or UnauthorizedAccessException => ExitCode.Invalid,
        OperationCanceledException when cancellationToken.IsCancellationRequested => ExitCode.Interrupted,
        _ => null,
    };
}

/// <summary>A command that works on a storage.</summary>
internal sealed class StorageCommand : SurveyctlCommand
{
    public StorageUse Use { get; }

    public StorageCommand(string name, StorageUse use, string description, params IReadOnlyList<string> examples)
        : base(name, description, examples)
    {
        Use = use;
        Options.Add(Parameters.Connection);
        Options.Add(Parameters.File);
        Options.Add(Parameters.Data);
    }

    /// <summary>With exit code 0 unless it throws.</summary>
    public SurveyctlCommand Runs(Func<Engine, ParseResult, Report, CancellationToken, Task> run) =>
        Runs(async (engine, parsed, report, cancellationToken) =>
        {
            await run(engine, parsed, report, cancellationToken);
            return ExitCode.Ok;
        });

    /// <param name="run">Gives the exit code.</param>
    /// <param name="check">Throws for what is wrong whatever the storage holds, before it is opened or made.</param>
    public SurveyctlCommand Runs(
        Func<Engine, ParseResult, Report, CancellationToken, Task<int>> run, Func<ParseResult, Report, CancellationToken, Task>? check = null) =>
        Runs(async (parsed, report, cancellationToken) =>
        {
            if (check is not null)
                await check(parsed, report, cancellationToken);
            using var engine = StorageChoice.OpenEngine(parsed, Use);
            return await run(engine, parsed, report, cancellationToken);
        });
}
