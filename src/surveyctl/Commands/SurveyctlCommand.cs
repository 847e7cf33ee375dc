using System.CommandLine;

using Surveyctl.Local;
using Surveyctl.Output;

using SurveyEngine.Waves;

using SurveyStorage;

namespace Surveyctl.Commands;

/// <summary>A command with examples in its help, and expected failures told in a sentence and an exit code.</summary>
internal abstract class SurveyctlCommand : Command
{
    protected SurveyctlCommand(string name, string description, params IReadOnlyList<string> examples)
        : base(name, description) => Examples = examples;

    public IReadOnlyList<string> Examples { get; }

    /// <summary>A group of commands does nothing itself: it has no run.</summary>
    protected void Runs(Func<ParseResult, Report, CancellationToken, Task<int>> run) =>
        SetAction(async (parsed, cancellationToken) =>
        {
            var report = Report.To(parsed.InvocationConfiguration, parsed.GetValue(CommonOptions.Json));
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
