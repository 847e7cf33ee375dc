namespace Surveyctl.Commands;

/// <summary>The commands that load files of an operator's own.</summary>
internal sealed class ImportCommand : SurveyctlCommand
{
    public ImportCommand()
        : base("import", "Loads files into the storage.", "surveyctl import organisations schools.csv --tenant southeast-seattle --dry-run") =>
        Subcommands.Add(new ImportOrganisationsCommand());
}
