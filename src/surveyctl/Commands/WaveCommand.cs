namespace Surveyctl.Commands;

/// <summary>The commands about waves.</summary>
internal sealed class WaveCommand : SurveyctlCommand
{
    public WaveCommand()
        : base("wave", "Lists, shows, opens and closes waves.", "surveyctl wave list", "surveyctl wave show southeast-fall-2026-families")
    {
        Subcommands.Add(new WaveListCommand());
        Subcommands.Add(new WaveShowCommand());
        Subcommands.Add(new WaveLoadCommand());
        Subcommands.Add(new WaveOpenCommand());
        Subcommands.Add(new WaveCloseCommand());
    }
}
