using Surveyctl.Input;
using Surveyctl.Seeding;

namespace Surveyctl.Commands;

/// <summary>Every problem of files that an operator wrote.</summary>
internal sealed class ValidateCommand : SurveyctlCommand
{
    private readonly Argument<string[]> _paths = Parameters.PathArgument<string[]>(
        "path", "A seeds folder, or single files: surveys, waves, tenants, organisations, demo communities.", ArgumentArity.OneOrMore);

    public ValidateCommand()
        : base(
            "validate",
            "Checks files and reports every problem of all of them, with its place. Needs no storage and changes nothing.",
            "surveyctl validate seeds",
            "surveyctl validate seeds/surveys/family-climate.v1.json seeds/southeast-seattle/organisations.csv")
    {
        Takes(_paths);
        Runs((parsed, report, _) => Task.FromResult(Validate(parsed.GetRequiredValue(_paths), report)));
    }

    private static int Validate(string[] paths, Report report)
    {
        var problems = new List<FileProblem>();
        foreach (var path in paths)
            DefinitionFileCheck.Check(path, problems);
        foreach (var problem in problems)
            report.Line(problem.ToString());
        report.Line(problems.Count == 0 ? "No problems." : $"{problems.Count} problems.");
        report.Json(new ValidateDocument(problems.Count == 0, problems));
        return problems.Count == 0 ? ExitCode.Ok : ExitCode.Invalid;
    }
}
