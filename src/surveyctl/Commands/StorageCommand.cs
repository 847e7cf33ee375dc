using System.CommandLine;

using Surveyctl.Output;
using Surveyctl.Storage;

namespace Surveyctl.Commands;

/// <summary>A command that works on a storage.</summary>
internal abstract class StorageCommand : SurveyctlCommand
{
    protected StorageCommand(string name, string description, params IReadOnlyList<string> examples)
        : base(name, description, examples)
    {
        Options.Add(CommonOptions.Connection);
        Options.Add(CommonOptions.File);
        Options.Add(CommonOptions.Data);
        Runs(async (parsed, report, cancellationToken) =>
        {
            await CheckAsync(parsed, report, cancellationToken);
            using var engine = StorageChoice.OpenEngine(parsed, Use);
            return await RunAsync(engine, parsed, report, cancellationToken);
        });
    }

    protected virtual StorageUse Use => StorageUse.Change;

    /// <summary>Throws for what is wrong whatever the storage holds, before it is opened or made.</summary>
    protected virtual Task CheckAsync(ParseResult parsed, Report report, CancellationToken cancellationToken) => Task.CompletedTask;

    protected abstract Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken);

    protected static Argument<string> WaveArgument() => new("wave") { Description = "The id of a wave." };

    protected static Argument<string?> OptionalWaveArgument() => new("wave")
    {
        Description = "The id of a wave; without it: every wave.",
        Arity = ArgumentArity.ZeroOrOne,
    };
}
