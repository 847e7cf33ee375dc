using System.CommandLine;

using Surveyctl.Local;
using Surveyctl.Output;
using Surveyctl.Seeding;

namespace Surveyctl.Commands;

/// <summary>A seeds folder into a storage.</summary>
internal sealed class SeedCommand : StorageCommand
{
    private readonly Argument<string?> _folder = new("folder")
    {
        Description = "The seeds folder. Default: seeds in the repository.",
        Arity = ArgumentArity.ZeroOrOne,
        Validators = { OptionRules.NotEmpty },
    };

    private readonly Option<bool> _noOpen = new("--no-open") { Description = "Do not open the waves of the folder." };

    private readonly Option<bool> _noAnswers = new("--no-answers") { Description = "Do not make up answers for demo waves." };

    public SeedCommand()
        : base(
            "seed",
            "Loads tenants, surveys, organisations and waves, opens the waves and answers those of demo communities. Everything is "
            + "checked before anything is written; what is there already stays, so it can run again.",
            "surveyctl seed",
            "surveyctl seed my-seeds --no-answers --no-open")
    {
        Arguments.Add(_folder);
        Options.Add(_noOpen);
        Options.Add(_noAnswers);
    }

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var seeds = SeedFiles.Require(parsed.GetValue(_folder) ?? Path.Combine(RepositoryFolder.Find(), "seeds"));
        var load = new LoadSeeds(engine);
        if (await load.ConflictsAsync(seeds, cancellationToken) is { Count: > 0 } conflicts)
            throw new CommandFailedException(string.Join('\n', [.. conflicts, "Nothing was written."]));

        LoadedSeeds? loaded = null;
        var answers = 0;
        await report.ProgressAsync(async steps =>
        {
            loaded = await load.LoadAsync(seeds, open: !parsed.GetValue(_noOpen), steps, cancellationToken);
            var demo = new AnswerDemo(engine);
            if (!parsed.GetValue(_noAnswers))
            {
                foreach (var wave in seeds.Waves)
                    answers += await demo.AnswerAsync(wave, steps, cancellationToken);
            }
            await engine.DrainAsync();
        });
        report.Line($"{loaded!.Tenants} tenants and {loaded.Surveys} survey versions are loaded; {loaded.WavesOpened} waves were opened, "
            + $"{loaded.WavesOpenBefore} were open before; {answers} answers were made up.");
        report.Json(json =>
        {
            json.WriteNumber("tenants", loaded.Tenants);
            json.WriteNumber("surveys", loaded.Surveys);
            json.WriteNumber("wavesOpened", loaded.WavesOpened);
            json.WriteNumber("wavesOpenBefore", loaded.WavesOpenBefore);
            json.WriteNumber("answers", answers);
        });
        return ExitCode.Ok;
    }
}
