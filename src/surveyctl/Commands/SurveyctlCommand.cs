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
    protected virtual JsonSerializerContext Documents => Commands.Documents.Default;

    protected void Takes(params ReadOnlySpan<Symbol> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (parameter is Argument argument)
                Arguments.Add(argument);
            else
                Options.Add((System.CommandLine.Option)parameter);
        }
    }

    protected void Runs(Func<ParseResult, Report, CancellationToken, Task<int>> run) =>
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
