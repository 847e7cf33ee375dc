using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Surveyctl.Commands;

/// <summary>What holds for all commands of a program: <c>--json</c>, help with examples, how errors are told and how Ctrl-C ends it.</summary>
internal static class CommandLine
{
    /// <summary>Longer than the app takes to finish its requests and Azurite to save: <c>up</c> stops both.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(45);

    /// <param name="root">The program: a command, or the root of several.</param>
    /// <returns>The process's exit code: one of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(Command root, string[] args, TextWriter output, TextWriter errors)
    {
        root.Options.Add(Parameters.Json);
        if (!root.Options.OfType<HelpOption>().Any())
            root.Options.Add(new HelpOption());
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        var parsed = root.Parse(args);
        // Both would go to the standard output, where a program expects JSON.
        var refusal = parsed.Action as ParseErrorAction;
        if (refusal is not null)
            (refusal.ShowHelp, refusal.ShowTypoCorrections) = (false, false);
        var code = await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = errors,
            ProcessTerminationTimeout = TimeToStop,
        });
        if (refusal is not null)
            errors.WriteLine($"For example: {ExamplesOf(parsed.CommandResult.Command)[0]}");
        return code;
    }

    /// <summary>Of a command's help; the root's are those to begin with.</summary>
    public static IReadOnlyList<string> ExamplesOf(Command command) => command is SurveyctlCommand own
        ? own.Examples
        : ["surveyctl up", "surveyctl validate seeds", "surveyctl <command> --help"];

    /// <summary>The usual help, with examples and exit codes below.</summary>
    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        private const string ExitCodes = """
            Exit codes:
              0  done
              1  the command line, the configuration or a file is wrong
              2  a recount or replay found figures that do not add up, or an attack some that follow
              3  the storage or the app cannot be reached
            """;

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var result = help.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in ExamplesOf(parseResult.CommandResult.Command))
                output.WriteLine("  " + example);
            output.WriteLine();
            output.WriteLine(ExitCodes);
            return result;
        }
    }
}
