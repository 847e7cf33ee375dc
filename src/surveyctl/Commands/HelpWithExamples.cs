using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Surveyctl.Commands;

/// <summary>The usual help, with examples and exit codes below.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private const string ExitCodes = """
        Exit codes:
          0  done
          1  the command line, the configuration or a file is wrong
          2  a recount or replay found figures that do not add up
          3  the storage or the app cannot be reached
        """;

    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        IReadOnlyList<string> examples = parseResult.CommandResult.Command is SurveyctlCommand command
            ? command.Examples
            : ["surveyctl up", "surveyctl validate seeds", "surveyctl <command> --help"];
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine("  " + example);
        output.WriteLine();
        output.WriteLine(ExitCodes);
        return result;
    }

    public override bool ClearsParseErrors => true;
}
