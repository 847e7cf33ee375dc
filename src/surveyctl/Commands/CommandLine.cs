using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Surveyctl.Commands;

/// <summary>The commands together: what holds for all of them.</summary>
internal sealed class CommandLine : RootCommand
{
    /// <summary>Longer than the app takes to finish its requests and Azurite to save: <c>up</c> stops both.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(45);

    public CommandLine()
        : base("Runs surveys: seeds, waves, answers, releases. 'surveyctl up' runs everything on this machine.")
    {
        Options.Add(CommonOptions.Json);
        foreach (var help in Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    public Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        var parsed = Parse(args);
        // Both would go to the standard output, where a program expects JSON.
        if (parsed.Action is ParseErrorAction refusal)
            (refusal.ShowHelp, refusal.ShowTypoCorrections) = (false, false);
        return parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = errors,
            ProcessTerminationTimeout = TimeToStop,
        });
    }
}
