namespace Surveyctl.Commands;

/// <summary>The commands about queues.</summary>
internal sealed class QueueCommand : SurveyctlCommand
{
    public QueueCommand()
        : base("queue", "Shows what waits in the queues.", "surveyctl queue show") =>
        Subcommands.Add(new QueueShowCommand());
}
