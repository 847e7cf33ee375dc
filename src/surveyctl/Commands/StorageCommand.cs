namespace Surveyctl.Commands;

/// <summary>A command that works on a storage.</summary>
internal abstract class StorageCommand : SurveyctlCommand
{
    protected StorageCommand(string name, StorageUse use, string description, params IReadOnlyList<string> examples)
        : base(name, description, examples)
    {
        Takes(Parameters.Connection, Parameters.File, Parameters.Data);
        Runs(async (parsed, report, cancellationToken) =>
        {
            await CheckAsync(parsed, report, cancellationToken);
            using var engine = StorageChoice.OpenEngine(parsed, use);
            return await RunAsync(engine, parsed, report, cancellationToken);
        });
    }

    /// <summary>Throws for what is wrong whatever the storage holds, before it is opened or made.</summary>
    protected virtual Task CheckAsync(ParseResult parsed, Report report, CancellationToken cancellationToken) => Task.CompletedTask;

    protected abstract Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken);
}
