namespace Surveyctl.Commands;

/// <summary>The commands that load files of an operator's own.</summary>
internal sealed class ImportCommand : SurveyctlCommand
{
    public ImportCommand()
        : base("import", "Loads single files into the storage: the organisations of a tenant.", "surveyctl import organisations schools.csv --tenant southeast-seattle --dry-run") =>
        Subcommands.Add(new ImportOrganisationsCommand());
}
