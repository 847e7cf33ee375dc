namespace Surveyctl.Commands;

/// <summary>Tables and queues of a storage account.</summary>
internal sealed class SetupCommand() : StorageCommand("setup", StorageUse.Make,
    "Creates the tables and queues that are missing, and the file of an embedded store. Run it once per storage; running it again does "
    + "nothing.",
    "AzureWebJobsStorage__accountName=myaccount surveyctl setup",
    "surveyctl setup --connection \"DefaultEndpointsProtocol=https;AccountName=…\"",
    "surveyctl setup --file /srv/surveys/surveys.db")
{
    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        await engine.SetUpAsync(cancellationToken);
        report.Line($"Tables: {string.Join(", ", StoreNames.Tables)}");
        report.Line($"Queues: {string.Join(", ", StoreNames.Queues)}");
        report.Json(new SetupDocument(StoreNames.Tables, StoreNames.Queues));
        return ExitCode.Ok;
    }
}
