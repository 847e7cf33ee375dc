namespace Surveyctl.Output;

/// <summary>A command cannot do what it was asked, for a reason its user can change. The message says what to do.</summary>
internal sealed class CommandFailedException(string message, int exitCode = ExitCode.Invalid) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>What a program that runs surveyctl learns from its exit code.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The command line, the configuration or a file is wrong; nothing was changed unless it says so.</summary>
    public const int Invalid = 1;

    /// <summary>A recount found tallies that do not add up, or a replay figures that differ from those published.</summary>
    public const int NotVerified = 2;

    /// <summary>The storage or the app cannot be reached.</summary>
    public const int Unreachable = 3;

    /// <summary>As a shell reports Ctrl-C.</summary>
    public const int Interrupted = 130;
}
