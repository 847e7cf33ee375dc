using Surveyctl.Seeding;

using SurveyFunctions.Access;

namespace Surveyctl.Commands;

/// <summary>A storage is made, and what operators wrote is checked and loaded into it.</summary>
internal static class LoadCommands
{
    public static Command Setup() => new StorageCommand("setup", StorageUse.Make,
        "Creates the tables and queues that are missing, the first key that sessions are sealed with, and the file of an embedded store. Run it once per storage; running it again does "
        + "nothing.",
        "AzureWebJobsStorage__accountName=myaccount surveyctl setup",
        "surveyctl setup --connection \"DefaultEndpointsProtocol=https;AccountName=…\"",
        "surveyctl setup --file /srv/surveys/surveys.db").Runs(async (engine, _, report, cancellationToken) =>
    {
        await engine.SetUpAsync(cancellationToken);
        SessionKeys.MakeFirst(engine.Tables, engine.Time);
        report.Line($"Tables: {string.Join(", ", StoreNames.Tables)}");
        report.Line($"Queues: {string.Join(", ", StoreNames.Queues)}");
        report.Json(new SetupDocument(StoreNames.Tables, StoreNames.Queues));
    });

    /// <summary>Every problem of files that an operator wrote.</summary>
    public static Command Validate()
    {
        var paths = Parameters.PathArgument<string[]>(
            "path", "A seeds folder, or single files: surveys, waves, tenants, organisations, languages, demo communities.", ArgumentArity.OneOrMore);
        return new SurveyctlCommand("validate",
            "Checks files and reports every problem of all of them, with its place, and what is not complete. Needs no storage and changes nothing.",
            "surveyctl validate seeds",
            "surveyctl validate seeds/surveys/family-climate.v1.json seeds/southeast-seattle/organisations.csv") { paths }.Runs((parsed, report, _) =>
        {
            var checks = parsed.GetRequiredValue(paths).Select(DefinitionFileCheck.Of).ToList();
            var problems = checks.SelectMany(check => check.Problems).ToList();
            var warnings = checks.SelectMany(check => check.Warnings).ToList();
            foreach (var problem in problems)
                report.Line(problem.ToString());
            foreach (var warning in warnings)
                report.Line($"Warning: {warning}");
            report.Line(problems.Count == 0 ? "No problems." : $"{Counted.Of(problems.Count, "problem")}.");
            report.Json(new ValidateDocument(problems.Count == 0, problems, warnings));
            return Task.FromResult(problems.Count == 0 ? ExitCode.Ok : ExitCode.Invalid);
        });
    }
}
