using System.CommandLine;

using Surveyctl.Commands;
using Surveyctl.Recounting;
using Surveyctl.Seeding;
using Surveyctl.Storage;

using SurveyEngine.Auditing;

using SurveyFunctions.Intake;

namespace Replay;

/// <summary>Published results through the running app, and every figure held against what was published.</summary>
internal static class ReplayCommand
{
    public static Command Replay()
    {
        var answers = Parameters.PathArgument<string>("answers.csv", "Published counts per school, group and question.");
        var schools = Parameters.Path("--schools", "schools.csv", "The names of the schools.");
        var address = Parameters.Url();
        var clients = Parameters.Number("--clients", "How many requests at once.", usual: 32);
        var batch = Parameters.Number(
            "--batch", "How many responses in one request; 1 sends each alone, as phones do.", usual: 1, most: SubmitResponses.MostResponses);
        var respondent = Parameters.Text("--respondent", "family|staff", "Replay this group alone.");
        respondent.AcceptOnlyFromAmong("family", "staff");
        var drawn = Parameters.Number(
            "--seed",
            "Who gave which answers together is drawn by it. Another seed makes a wave of its own; the same one sends the same responses with "
            + "the same ids.",
            usual: 1,
            least: int.MinValue);
        var headline = Parameters.Text("--headline", "question", "The overall question, which stands beside the topics.");
        var settle = Parameters.Flag("--settle", "Close the wave, settle it at once, and compare what its release shows.");
        // A lost message is made up for within five minutes.
        var patience = Parameters.Number("--patience", "After how many seconds without a fold to give up.", usual: 330, helpName: "seconds");
        return new StorageCommand(
            "replay",
            StorageUse.Change,
            "Makes responses that add up to published counts, sends them to the running app, waits until it has folded them, and compares "
            + "every count, percent and score with what was published; then recounts. It has a tenant of its own. Exit code 2: figures differ.",
            "dotnet run --project tests/Replay -- answers.csv --schools schools.csv",
            "dotnet run --project tests/Replay -- answers.csv --respondent family --headline q2a --settle",
            "dotnet run --project tests/Replay -- answers.csv --respondent staff --batch 100 --clients 4 --seed 2 --json")
        {
            Documents = ReplayDocuments.Default,
            Arguments = { answers },
            Options = { schools, address, clients, batch, respondent, headline, drawn, settle, patience },
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var file = parsed.GetRequiredValue(answers);
            var results = PublishedFiles.Require(file, parsed.GetValue(schools));
            var seed = parsed.GetValue(drawn);
            var seeds = ReplaySeeds.Make(results, Path.GetFileName(file), parsed.GetValue(headline), seed);
            var groups = Choose(results, parsed.GetValue(respondent));
            using var client = AppChoice.CreateClient();
            var url = await AppChoice.RequireAsync(client, parsed, address, cancellationToken);

            var time = TimeProvider.System;
            var app = new ReplayTarget(client, url, parsed.GetValue(clients), parsed.GetValue(batch));
            var replay = new ReplayGroup(engine, app, TimeSpan.FromSeconds(parsed.GetValue(patience)), parsed.GetValue(settle), time);
            var replayed = new List<ReplayedGroup>();
            IReadOnlyList<VerifiedPartition> verified = [];
            await report.ProgressAsync(async steps =>
            {
                await new LoadSeeds(engine, Actor.OfCommand("surveyctl seed")).AddAsync(seeds, open: true, steps, cancellationToken);
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
            return replayed.TrueForAll(group => group.IsRight) && verified.All(partition => partition.IsRight)
                ? ExitCode.Ok
                : ExitCode.NotVerified;
        });
    }

    private static List<PublishedGroup> Choose(PublishedResults results, string? respondent)
    {
        var groups = results.Groups.Where(group => respondent is null || ReplaySurvey.NameOf(group.Audience) == respondent).ToList();
        return groups.Count > 0 ? groups : throw new CommandFailedException($"The file has no line of the respondent '{respondent}'.");
    }
}
