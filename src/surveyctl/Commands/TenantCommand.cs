namespace Surveyctl.Commands;

/// <summary>The commands about tenants.</summary>
internal sealed class TenantCommand : SurveyctlCommand
{
    public TenantCommand()
        : base(
            "tenant",
            "Lists tenants, and deletes all that is stored of one.",
            "surveyctl tenant list",
            "surveyctl tenant delete southeast-seattle")
    {
        Subcommands.Add(new TenantListCommand());
        Subcommands.Add(new TenantDeleteCommand());
    }
}
