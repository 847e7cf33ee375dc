namespace Surveyctl.Commands;

/// <summary>A command cannot do what it was asked, for a reason its user can change. The message says what to do.</summary>
internal sealed class CommandFailedException(string message, int exitCode = ExitCode.Invalid) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
