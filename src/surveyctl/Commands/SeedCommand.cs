using Surveyctl.Local;
using Surveyctl.Seeding;

namespace Surveyctl.Commands;

/// <summary>A seeds folder into a storage.</summary>
internal sealed class SeedCommand : StorageCommand
{
    private readonly Argument<string?> _folder = Parameters.PathArgument<string?>(
        "folder", "The seeds folder. Default: seeds in the repository.", ArgumentArity.ZeroOrOne);
    private readonly Option<bool> _noOpen = Parameters.Flag("--no-open", "Do not open the waves of the folder.");
    private readonly Option<bool> _noAnswers = Parameters.Flag("--no-answers", "Do not make up answers for demo waves.");

    public SeedCommand()
        : base("seed", StorageUse.Change,
            "Loads tenants, surveys, organisations and waves, opens the waves and answers those of demo communities. Everything is "
            + "checked before anything is written; what is there already stays, so it can run again.",
            "surveyctl seed",
            "surveyctl seed my-seeds --no-answers --no-open") =>
        Takes(_folder, _noOpen, _noAnswers);

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var seeds = SeedFolder.Require(parsed.GetValue(_folder) ?? Path.Combine(RepositoryFolder.Find(), "seeds"));
        var load = new LoadSeeds(engine);
        await load.RequireNoConflictsAsync(seeds, "Nothing was written.", cancellationToken);

        var answers = 0;
        var loaded = await report.ProgressAsync(async steps =>
        {
            var done = await load.LoadAsync(seeds, open: !parsed.GetValue(_noOpen), steps, cancellationToken);
            var demo = new AnswerDemo(engine);
            foreach (var wave in parsed.GetValue(_noAnswers) ? [] : seeds.Waves)
                answers += await demo.AnswerAsync(wave, steps, cancellationToken);
            await engine.DrainAsync();
            return done;
        });
        report.Line($"{loaded.Tenants} tenants and {loaded.Surveys} survey versions are loaded; {loaded.WavesOpened} waves were opened, "
            + $"{loaded.WavesOpenBefore} were open before; {answers} answers were made up.");
        report.Json(new SeedDocument(loaded.Tenants, loaded.Surveys, loaded.WavesOpened, loaded.WavesOpenBefore, answers));
        return ExitCode.Ok;
    }
}
