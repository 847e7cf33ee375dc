namespace Surveyctl.Commands;

/// <summary>The commands that give data out.</summary>
internal sealed class ExportCommand : SurveyctlCommand
{
    public ExportCommand()
        : base("export", "Gives data out: the responses of a wave.", "surveyctl export responses southeast-fall-2026-families --out responses.csv") =>
        Subcommands.Add(new ExportResponsesCommand());
}
