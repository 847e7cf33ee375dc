using SurveyEngine.Auditing;
using SurveyEngine.Releases;

using Surveys.Releases;

namespace Surveyctl.Commands;

/// <summary>What a coordinator does about answers that may not be of people. It tells how many there are, and nothing that they say.</summary>
internal static class FlagCommands
{
    /// <summary>After the hour in which an answer came: it is over then by every clock.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1) + ChangeWaveState.ClosingTime;

    public static Command All() => new SurveyctlCommand(
        "flags", "Lists answers that may not be of people, which figures are made without, and takes them in or excludes them.",
        "surveyctl flags list southeast-2026-families")
    {
        List(), Decide("take", takeIn: true), Decide("exclude", takeIn: false),
    };

    private static SurveyctlCommand List()
    {
        var id = Parameters.Wave();
        return new StorageCommand("list", StorageUse.Read,
            "Shows how many answers about each school came faster than people could have sent them, or are identical to many others, since when, "
            + "and what was decided about them; and schools with more answers than people. It reads every response, and shows none. Changes nothing.",
            "surveyctl flags list southeast-2026-families",
            "surveyctl flags list southeast-2026-families --json") { id }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(id), cancellationToken);
            var schools = (await engine.Schools.ReadAsync(wave, cancellationToken)).Require();
            var names = schools.ToDictionary(school => school.School);
            var lots = await engine.Flags.FindAsync(wave, schools, cancellationToken);
            var progress = (await engine.Progress.ReadPartitionsAsync(wave, cancellationToken)).SelectMany(partition => partition.Schools);
            var crowded = (from school in progress
                           let node = names[school.Key]
                           where school.Value.Responses > node.Population
                           orderby node.Name
                           select new CrowdedSchoolDocument(node.Id.Value, node.Name, school.Value.Responses, node.Population!.Value)).ToList();
            var rule = new FlagRule(wave.Survey);
            if (lots.Count > 0)
            {
                report.Table(["School", "Lot", "Answers", "Since", "Why", "State"], lots.Select(lot => new[]
                {
                    $"{names[lot.School].Name} ({lot.School})",
                    lot.Number.ToString(),
                    lot.Responses.ToString(),
                    LocalTime.Of(lot.Since, wave.Zone),
                    WhyOf(lot, rule.PaceOf(wave.Definition, names[lot.School].Population)),
                    StateOf(lot, wave),
                }));
            }
            else
            {
                report.Line($"No answers to {wave.Id} are flagged.");
            }
            foreach (var school in crowded)
            {
                report.Line($"Notice: {school.Name} ({school.School}) has {Counted.Of(school.Responses, "answer")} of {school.Population:N0} people. Nothing is left out for that, as "
                    + "nobody can tell which: the number may be wrong, or several of a family have answered.");
            }
            if (wave.State is WaveState.Settled)
                report.Line($"Wave {wave.Id} has settled: its figures are final.");
            else if (lots.Any(lot => lot.State is FlagState.Undecided))
                report.Line($"'surveyctl flags take {wave.Id} SCHOOL' takes an undecided lot in, 'flags exclude' keeps it out. Nobody decides: it stays out.");
            report.Json(new FlagsDocument(
                wave.Id.Value,
                lots.Select(lot => new FlaggedLotDocument(
                    lot.School.Value, names[lot.School].Name, lot.Number, lot.Responses, lot.Hasty, lot.Identical, lot.Since, NameOf(lot.State), lot.IsLeftOut)),
                crowded));
        });
    }

    private static SurveyctlCommand Decide(string name, bool takeIn)
    {
        var id = Parameters.Wave();
        var school = new Argument<string>("school") { Description = "The id of a school." };
        var lot = new Option<int?>("--lot")
        {
            Description = "The number of a lot that was decided before, to decide it anew. Default: the undecided one.",
            HelpName = "number",
        };
        return new StorageCommand(name, StorageUse.Change,
            (takeIn ? "Takes a lot of flagged answers about a school into the figures, if it has no fewer than figures are shown of. "
                : "Keeps a lot of flagged answers about a school out of the figures. ")
            + "Figures follow with the next releases, when enough changes at once; until the wave has settled it can be decided anew. What comes later is a "
            + "lot of its own.",
            $"surveyctl flags {name} southeast-2026-families alder-bridge-high",
            $"surveyctl flags {name} southeast-2026-families alder-bridge-high --lot 1")
        {
            id, school, lot,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(id), cancellationToken);
            var node = (await engine.FindSchoolsAsync(wave, parsed.GetRequiredValue(school), cancellationToken))[0];
            var decided = await engine.AuditAsync(parsed, wave, takeIn ? AuditAct.FlagsTakenIn : AuditAct.FlagsExcluded, DecideAsync, cancellationToken, node.Id.Value);
            report.Line($"Lot {decided.Number} of {node.Name}, {Counted.Of(decided.Responses, "answer")}, is {(takeIn ? "taken in" : "excluded")}: figures follow with the next "
                + "releases, when enough changes at once.");
            report.Json(new FlagsDecidedDocument(wave.Id.Value, node.Id.Value, decided.Number, decided.Responses, NameOf(decided.State)));

            async Task<FlaggedLot> DecideAsync()
            {
                var outcome = await engine.Flags.DecideAsync(wave, node, parsed.GetValue(lot), takeIn, cancellationToken);
                return outcome.Refusal is { } refusal
                    ? throw new CommandFailedException($"{WhyNot(refusal, wave, node, outcome.Lot, parsed.GetValue(lot))} Nothing was changed.")
                    : outcome.Lot!;
            }
        });
    }

    private static string WhyNot(FlagRefusal refusal, Wave wave, WaveNode school, FlaggedLot? lot, int? number) => refusal switch
    {
        FlagRefusal.Settled => $"Wave {wave.Id} has settled: its figures are final.",
        FlagRefusal.NoLot when number is { } named => $"{school.Name} has no lot {named}: 'surveyctl flags list {wave.Id}' shows those there are.",
        FlagRefusal.NoLot => $"Nothing undecided is flagged of {school.Name}: 'surveyctl flags list {wave.Id}' shows what is, and --lot decides a lot anew.",
        FlagRefusal.TooEarly => $"What is flagged of {school.Name} has only just come, and more may: try again in {Math.Ceiling(LongestWait.TotalMinutes)} minutes.{(wave.State is WaveState.Closing ? $" By then the wave has settled: 'surveyctl wave reopen {wave.Id}' first." : "")}",
        FlagRefusal.TooFew => $"Lot {lot!.Number} of {school.Name} has {Counted.Of(lot.Responses, "answer")}: fewer than {wave.Definition.MinimumCell} cannot be taken in, as figures would "
            + "tell what so few said. They stay out.",
        _ => $"Somebody else has just decided about {school.Name}: 'surveyctl flags list {wave.Id}' shows how.",
    };

    private static string WhyOf(FlaggedLot lot, int pace)
    {
        var hasty = lot.Hasty == 0 ? "" : $"{lot.Hasty} within {Counted.Of(lot.HastyHours.Count, "hour")} of more than {pace}";
        var identical = lot.Identical == 0 ? "" : $"{lot.Identical} identical to others";
        return string.Join(", ", new[] { hasty, identical }.Where(why => why.Length > 0));
    }

    private static string StateOf(FlaggedLot lot, Wave wave) =>
        lot.State is not FlagState.Excluded && lot.Responses < wave.Definition.MinimumCell ? $"left out, as fewer than {wave.Definition.MinimumCell}"
        : lot.State is FlagState.Undecided ? "undecided, left out"
        : NameOf(lot.State);

    private static string NameOf(FlagState state) => state switch
    {
        FlagState.TakenIn => "taken in",
        FlagState.Excluded => "excluded",
        _ => "undecided",
    };
}
