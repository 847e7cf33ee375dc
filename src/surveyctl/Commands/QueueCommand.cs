namespace Surveyctl.Commands;

/// <summary>The commands about queues.</summary>
internal sealed class QueueCommand : SurveyctlCommand
{
    public QueueCommand()
        : base("queue", "Shows what waits in the queues, and tries again what was given up.", "surveyctl queue show", "surveyctl queue replay")
    {
        Subcommands.Add(new QueueShowCommand());
        Subcommands.Add(new QueueReplayCommand());
    }
}
