using Surveyctl.Importing;
using Surveyctl.Local;
using Surveyctl.Seeding;

using Surveys.Organisations;

namespace Surveyctl.Commands;

/// <summary>A folder of what operators wrote is held against the storage, and loaded into it.</summary>
internal static class SeedCommand
{
    /// <summary>Of a tenant's changes on a screen; a program gets all.</summary>
    private const int MostNamed = 40;

    public static Command Seed()
    {
        var folder = Parameters.PathArgument<string?>("folder", "The seeds folder. Default: seeds in the repository.", ArgumentArity.ZeroOrOne);
        var wave = Parameters.Text("--wave", "id", "Load this wave and its survey alone; with them the rest of its tenant if that is new.");
        var survey = Parameters.Text("--survey", "id.v1", "Load this survey version alone, named as its file.");
        var replace = Parameters.Flag("--replace", "Replace what is stored with other content. A survey or a wave that has opened stays as it is.");
        var remove = new Option<string[]>("--remove")
        {
            Description = "Remove this organisation or collection, which the folder no longer has. Give it once for each.",
            HelpName = "id",
        };
        var noOpen = Parameters.Flag("--no-open", "Do not open the waves of the folder.");
        var noAnswers = Parameters.Flag("--no-answers", "Do not make up answers for demo waves.");
        return new StorageCommand("seed", StorageUse.Change,
            "Loads tenants, surveys, organisations, languages and waves, opens the waves and answers those of demo communities. Everything is "
            + "checked before anything is written. What differs from what is stored is listed, and loaded with --replace alone; what is stored "
            + "and not in the folder stays.",
            "surveyctl seed",
            "surveyctl seed my-seeds --no-answers --no-open",
            "surveyctl seed my-seeds --no-answers --replace --remove closed-elementary",
            "surveyctl seed my-seeds --wave spring-2027-families --no-open")
        {
            folder, wave, survey, replace, remove, noOpen, noAnswers,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var path = parsed.GetValue(folder) ?? Path.Combine(RepositoryFolder.Find(), "seeds");
            var (one, version) = (parsed.GetValue(wave), parsed.GetValue(survey));
            var stored = one is null && version is null ? null : await StoredAsync(engine, path, cancellationToken);
            var seeds = SeedFolder.Require(path, stored: stored).Only(one, version);
            var tenants = await new CompareSeeds(engine, mayChange: true, parsed.GetValue(remove) ?? []).OfAsync(seeds, cancellationToken);
            if (AdviceOf(tenants, parsed.GetValue(replace)) is { } advice)
            {
                if (!report.IsJson)
                    report.Error(string.Join('\n', [.. LinesOf(tenants), "Nothing was written.", .. advice]));
                report.Json(new SeedRefusedDocument(Loaded: false, DocumentsOf(tenants)));
                return ExitCode.Invalid;
            }
            var (open, answer) = (!parsed.GetValue(noOpen), !parsed.GetValue(noAnswers));
            var (answers, past) = (0, new List<WaveId>());
            var loaded = await report.ProgressAsync(async steps =>
            {
                var done = await new LoadSeeds(engine, Audited.By(parsed)).LoadAsync(tenants, open, steps, cancellationToken);
                foreach (var seed in answer ? done.Waves : [])
                {
                    if (open && RunPastWave.IsPast(seed, engine.Time.GetUtcNow()))
                    {
                        answers += await new RunPastWave(engine, Audited.By(parsed)).RunAsync(seed, steps, cancellationToken);
                        past.Add(seed.Wave.Value.Id);
                    }
                    else
                    {
                        answers += await new AnswerDemo(engine).AnswerAsync(seed, steps, cancellationToken);
                    }
                }
                await engine.DrainAsync();
                return done;
            });
            Tell(report, loaded, past, answers);
            report.Json(new SeedDocument(
                tenants.Count, tenants.Sum(tenant => tenant.Tenant.Surveys.Count), loaded.Opened.Count, loaded.OpenBefore.Count, answers,
                DocumentsOf(tenants), loaded.Problems));
            return loaded.Problems.Count == 0 ? ExitCode.Ok : ExitCode.Invalid;
        });
    }

    /// <summary>By id the stored organisations of tenants whose folders have none, which is enough for a part of the folder.</summary>
    private static async Task<IReadOnlyDictionary<string, OrganisationTree>> StoredAsync(Engine engine, string folder, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<string, OrganisationTree>(StringComparer.Ordinal);
        foreach (var path in Directory.Exists(folder) ? Directory.GetDirectories(folder) : [])
        {
            var name = Path.GetFileName(path);
            if (!OrganisationFiles.AreIn(path) && TenantId.TryParse(name, out var id)
                && await engine.Definitions.FindTenantAsync(id, cancellationToken) is not null
                && await engine.Definitions.FindOrganisationsAsync(id, cancellationToken) is { } tree)
            {
                stored.Add(name, tree);
            }
        }
        return stored;
    }

    /// <summary>Why nothing is written, and what to do; null: it can be.</summary>
    private static List<string>? AdviceOf(IReadOnlyList<TenantChanges> tenants, bool mayReplace)
    {
        var changes = tenants.SelectMany(tenant => tenant.Changes).ToList();
        var advice = new List<string>();
        if (changes.Exists(change => change.Type == SeedChangeType.Pinned))
            advice.Add("What is pinned stays: take it back in the folder, or load others alone with --wave and --survey.");
        if (!mayReplace && changes.Exists(change => change.NeedsReplace && change.Type != SeedChangeType.Pinned))
            advice.Add("If the folder is right: --replace loads it. If what is stored is right: correct the folder.");
        return advice.Count > 0 ? advice : null;
    }

    private static void Tell(Report report, LoadedSeeds loaded, List<WaveId> past, int answers)
    {
        foreach (var line in LinesOf(loaded.Tenants))
            report.Line(line);
        if (loaded.Tenants.SelectMany(tenant => tenant.Changes).All(change => change.Type == SeedChangeType.Stays))
            report.Line("Nothing changes: all of it is stored already.");
        if (loaded.Opened.Count > 0)
            report.Line($"Opened: {string.Join(", ", loaded.Opened)}.");
        if (loaded.OpenBefore.Count > 0)
            report.Line($"Open before: {string.Join(", ", loaded.OpenBefore)}.");
        if (past.Count > 0)
            report.Line($"Settled, as their times are over: {string.Join(", ", past)}.");
        if (answers > 0)
            report.Line($"Made up: {Counted.Of(answers, "answer")}.");
        if (loaded.Tenants.SelectMany(tenant => tenant.Tenant.Waves).Select(wave => wave.Wave.Value.Id).ToList() is { Count: > 0 } waves)
            report.Line(WaveLinksCommand.Advice(waves));
        foreach (var problem in report.IsJson ? [] : loaded.Problems)
            report.Error(problem);
    }

    private static IEnumerable<string> LinesOf(IReadOnlyList<TenantChanges> tenants)
    {
        foreach (var tenant in tenants)
        {
            var changes = tenant.Changes.OrderByDescending(change => change.NeedsReplace).ToList();
            if (changes.Count > 0)
                yield return $"{tenant.Tenant.Definition.Id}:";
            foreach (var change in changes.Take(MostNamed))
                yield return $"  {change}";
            if (changes.Count > MostNamed)
                yield return $"  and {changes.Count - MostNamed} more; --json lists all.";
        }
    }

    private static IEnumerable<TenantChangesDocument> DocumentsOf(IReadOnlyList<TenantChanges> tenants) => tenants.Select(tenant => new TenantChangesDocument(
        tenant.Tenant.Definition.Id.Value,
        tenant.Changes.Select(change => new SeedChangeDocument(change.TypeName, change.Subject, change.Detail))));
}
