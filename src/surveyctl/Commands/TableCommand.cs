namespace Surveyctl.Commands;

/// <summary>The commands about tables.</summary>
internal sealed class TableCommand : SurveyctlCommand
{
    public TableCommand()
        : base("table", "Shows what is in the tables. Changes nothing.", "surveyctl table list", "surveyctl table show Responses")
    {
        Subcommands.Add(new TableListCommand());
        Subcommands.Add(new TableShowCommand());
    }
}
