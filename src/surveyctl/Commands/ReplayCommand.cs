using System.CommandLine;

using Surveyctl.Answering;
using Surveyctl.Output;
using Surveyctl.Recounting;
using Surveyctl.Replaying;
using Surveyctl.Seeding;

namespace Surveyctl.Commands;

/// <summary>Published results through the running app, and every figure held against what was published.</summary>
internal sealed class ReplayCommand : StorageCommand
{
    private readonly Argument<string> _answers = new("answers.csv")
    {
        Description = "Published counts per school, group and question.",
        Validators = { OptionRules.NotEmpty },
    };

    private readonly Option<string?> _schools = new("--schools")
    {
        Description = "The names of the schools.",
        HelpName = "schools.csv",
        Validators = { OptionRules.NotEmpty },
    };

    private readonly Option<Uri?> _url = AppChoice.UrlOption();

    private readonly Option<int> _clients = new("--clients")
    {
        Description = "How many requests at once.",
        HelpName = "number",
        DefaultValueFactory = _ => 32,
    };

    private readonly Option<int> _batch = new("--batch")
    {
        Description = "How many responses in one request; 1 sends each alone, as phones do.",
        HelpName = "number",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _respondent = new("--respondent") { Description = "Replay this group alone.", HelpName = "family|staff" };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Who gave which answers together is drawn by it. Another seed makes a wave of its own; the same one sends the same "
            + "responses with the same ids.",
        HelpName = "number",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int> _patience = new("--patience")
    {
        // A lost message is made up for by the sweep, which comes every five minutes.
        Description = "After how many seconds without a fold to give up.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 330,
    };

    public ReplayCommand()
        : base("replay",
            "Makes responses that add up to published counts, sends them to the running app, waits until it has folded them, and compares "
            + "every count, percent and score with what was published; then recounts. It has a tenant of its own. Exit code 2: figures differ.",
            "surveyctl replay answers.csv --schools schools.csv",
            "surveyctl replay answers.csv --respondent staff --batch 100 --clients 4 --seed 2 --json")
    {
        Arguments.Add(_answers);
        foreach (var option in new Option[] { _schools, _url, _clients, _batch, _respondent, _seed, _patience })
            Options.Add(option);
        _respondent.AcceptOnlyFromAmong("family", "staff");
        _clients.IsBetween(1, int.MaxValue);
        _batch.IsBetween(1, SubmitBatchOverHttp.MostResponses);
        _patience.IsBetween(1, int.MaxValue);
    }

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
        var send = new SendResponses(client, url, parsed.GetValue(_clients), parsed.GetValue(_batch), time);
        var replay = new ReplayGroup(engine, send, TimeSpan.FromSeconds(parsed.GetValue(_patience)), time);
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
        report.Json(json =>
        {
            ReplayReport.Write(json, replayed);
            json.WriteStartObject("recount");
            RecountReport.Write(json, verified);
            json.WriteEndObject();
        });
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
