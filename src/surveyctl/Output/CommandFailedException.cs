using Surveys.Readings;

namespace Surveyctl.Output;

/// <summary>A command cannot do what it was asked, for a reason its user can change. The message says what to do.</summary>
internal sealed class CommandFailedException(string message, int exitCode = ExitCode.Invalid) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

internal static class RequiredReading
{
    /// <param name="advice">What the message ends with; null: nothing but the problems.</param>
    /// <exception cref="CommandFailedException">There is none; the message has every problem.</exception>
    public static T Require<T>(this Reading<T, DefinitionProblem> reading, string? advice = null)
        where T : notnull =>
        reading.IsValid ? reading.Value : throw new CommandFailedException(string.Join('\n', [.. reading.Problems, .. advice is null ? [] : new[] { advice }]));
}

/// <summary>What a program that runs surveyctl learns from its exit code.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The command line, the configuration or a file is wrong; nothing was changed unless it says so.</summary>
    public const int Invalid = 1;

    /// <summary>A recount found tallies that do not add up, a replay figures that differ from those published, an attack figures that follow.</summary>
    public const int NotVerified = 2;

    /// <summary>The storage or the app cannot be reached.</summary>
    public const int Unreachable = 3;

    /// <summary>As a shell reports Ctrl-C.</summary>
    public const int Interrupted = 130;
}
