using System.CommandLine;
using System.Text.Json.Serialization;

using Surveyctl.Commands;
using Surveyctl.Recounting;
using Surveyctl.Seeding;
using Surveyctl.Storage;

namespace Replay;

/// <summary>Published results through the running app, and every figure held against what was published.</summary>
internal sealed class ReplayCommand : StorageCommand
{
    private readonly Argument<string> _answers = Parameters.PathArgument<string>("answers.csv", "Published counts per school, group and question.");
    private readonly Option<string?> _schools = Parameters.Path("--schools", "schools.csv", "The names of the schools.");
    private readonly Option<Uri?> _url = Parameters.Url();
    private readonly Option<int> _clients = Parameters.Number("--clients", "How many requests at once.", usual: 32);
    private readonly Option<int> _batch = Parameters.Number(
        "--batch", "How many responses in one request; 1 sends each alone, as phones do.", usual: 1, most: SubmitBatchOverHttp.MostResponses);
    private readonly Option<string?> _respondent = Parameters.Text("--respondent", "family|staff", "Replay this group alone.");
    private readonly Option<int> _seed = Parameters.Number(
        "--seed",
        "Who gave which answers together is drawn by it. Another seed makes a wave of its own; the same one sends the same responses with the "
        + "same ids.",
        usual: 1,
        least: int.MinValue);
    // A lost message is made up for by the sweep, which comes every five minutes.
    private readonly Option<int> _patience = Parameters.Number(
        "--patience", "After how many seconds without a fold to give up.", usual: 330, helpName: "seconds");

    public ReplayCommand()
        : base(
            "replay",
            StorageUse.Change,
            "Makes responses that add up to published counts, sends them to the running app, waits until it has folded them, and compares "
            + "every count, percent and score with what was published; then recounts. It has a tenant of its own. Exit code 2: figures differ.",
            "dotnet run --project tests/Replay -- answers.csv --schools schools.csv",
            "dotnet run --project tests/Replay -- answers.csv --respondent staff --batch 100 --clients 4 --seed 2 --json")
    {
        Takes(_answers, _schools, _url, _clients, _batch, _respondent, _seed, _patience);
        _respondent.AcceptOnlyFromAmong("family", "staff");
    }

    protected override JsonSerializerContext Documents => ReplayDocuments.Default;

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(_answers);
        var results = PublishedFiles.Require(file, parsed.GetValue(_schools));
        var seed = parsed.GetValue(_seed);
        var seeds = ReplaySeeds.Make(results, Path.GetFileName(file), seed);
        var groups = Choose(results, parsed.GetValue(_respondent));
        using var client = AppChoice.CreateClient();
        var url = await AppChoice.RequireAsync(client, parsed, _url, cancellationToken);

        var time = TimeProvider.System;
        var app = new ReplayTarget(client, url, parsed.GetValue(_clients), parsed.GetValue(_batch));
        var replay = new ReplayGroup(engine, app, TimeSpan.FromSeconds(parsed.GetValue(_patience)), time);
        var replayed = new List<ReplayedGroup>();
        IReadOnlyList<VerifiedPartition> verified = [];
        await report.ProgressAsync(async steps =>
        {
            await new LoadSeeds(engine).LoadAsync(seeds, open: true, steps, cancellationToken);
            foreach (var group in groups)
            {
                var wave = seeds.Waves.Single(wave => wave.Survey.Value.Audience == group.Audience).Wave.Value;
                replayed.Add(await replay.RunAsync(results, group, wave.Id, seed, steps, cancellationToken));
            }
            verified = await RecountWaves.RunAsync(engine.Verify, [.. replayed.Select(group => group.Wave)], steps, cancellationToken);
        });

        ReplayReport.Tell(report, replayed);
        RecountReport.Tell(report, verified);
        report.Json(ReplayDocument.Of(replayed, verified));
        return replayed.TrueForAll(group => group.Comparison.IsRight) && verified.All(partition => partition.IsRight)
            ? ExitCode.Ok
            : ExitCode.NotVerified;
    }

    private static List<PublishedGroup> Choose(PublishedResults results, string? respondent)
    {
        var groups = results.Groups.Where(group => respondent is null || ReplaySurvey.NameOf(group.Audience) == respondent).ToList();
        return groups.Count > 0 ? groups : throw new CommandFailedException($"The file has no line of the respondent '{respondent}'.");
    }
}
