using Surveyctl.Importing;

using Surveys.Organisations;

namespace Surveyctl.Seeding;

/// <summary>Holds a seeds folder against what is stored. Nothing is written.</summary>
/// <param name="engine">Of the storage.</param>
/// <param name="mayChange">False: only what is new is to be loaded, and what is stored stays as it is.</param>
/// <param name="removals">Ids of organisations and collections that are to be removed.</param>
internal sealed class CompareSeeds(Engine engine, bool mayChange, params IReadOnlyList<string> removals)
{
    /// <exception cref="CommandFailedException">It cannot be loaded, whatever may be changed; the message says all that is wrong.</exception>
    public async Task<IReadOnlyList<TenantChanges>> OfAsync(SeedFolder seeds, CancellationToken cancellationToken)
    {
        var owners = (await engine.Index.ListAsync(cancellationToken)).ToDictionary(wave => wave.Wave, wave => wave.Tenant);
        var problems = seeds.Waves
            .Where(wave => owners.TryGetValue(wave.Wave.Value.Id, out var owner) && owner != wave.Tenant.Id)
            .Select(wave => $"Another tenant has a wave '{wave.Wave.Value.Id}'. Wave ids stand alone in addresses: choose another.")
            .ToList();
        var left = removals.ToHashSet(StringComparer.Ordinal);
        var compared = new List<TenantChanges>();
        foreach (var tenant in seeds.Tenants)
            compared.Add(await CompareAsync(tenant, left, problems, cancellationToken));
        problems.AddRange(left.Select(id => $"--remove {id}: no organisation or collection of this id is stored."));
        return problems.Count == 0 ? compared : throw new CommandFailedException(string.Join('\n', [.. problems, "Nothing was written."]));
    }

    private async Task<TenantChanges> CompareAsync(
        SeedTenant tenant, HashSet<string> left, List<string> problems, CancellationToken cancellationToken)
    {
        var id = tenant.Definition.Id;
        var stored = await engine.Definitions.FindTenantAsync(id, cancellationToken);
        var isWhole = stored is null || !tenant.IsPart;
        var found = new List<SeedChange>();
        if (stored is null)
            found.Add(new(SeedChangeType.Added, $"tenant {id}", tenant.Definition.Name));
        else if (isWhole && DetailOf(stored, tenant.Definition) is { } detail)
            found.Add(new(SeedChangeType.Changed, $"tenant {id}", detail, NeedsReplace: true));
        var isDefinitionNew = found.Count > 0;
        var organisations = isWhole ? await CompareOrganisationsAsync(tenant, stored is null, found, left, problems, cancellationToken) : null;
        var (languages, surveys, waves) = (new List<Stored<LanguageDefinition>>(), new List<Stored<SurveyVersion>>(), new List<Stored<WaveDefinition>>());
        foreach (var language in isWhole ? tenant.Languages : [])
        {
            var before = await engine.Definitions.FindLanguageAsync(id, language.Value.Language, cancellationToken);
            Add(languages, language, before, $"language {language.Value.Language}", pinned: null);
        }
        var pins = await engine.Pinned.FindAsync(id, cancellationToken);
        foreach (var survey in tenant.Surveys)
        {
            var (name, version) = (survey.Value.Id, survey.Value.Version);
            var before = await engine.Definitions.FindSurveyAsync(id, name, version, cancellationToken);
            Add(surveys, survey, before, $"survey {name} version {version}", pins.TryGetValue(DefinitionsKeys.Survey(name, version), out var by)
                ? $"wave {by} keeps it as it is: save the new content as version {version + 1}"
                : null);
        }
        foreach (var wave in tenant.Waves.Select(wave => wave.Wave))
        {
            var before = await engine.Definitions.FindWaveAsync(id, wave.Value.Id, cancellationToken);
            if (await engine.Waves.FindAsync(wave.Value.Id, cancellationToken) is { State: not WaveState.Draft } opened && AreSame(opened.Definition, wave.Value))
                continue;
            Add(waves, wave, before, $"wave {wave.Value.Id}", pins.ContainsKey(DefinitionsKeys.Wave(wave.Value.Id))
                ? "it has opened and keeps what it opened with; title, names, populations and late schools: surveyctl wave mend"
                : null);
        }
        return new TenantChanges
        {
            Tenant = tenant,
            Changes = found,
            Definition = stored is null || (mayChange && isDefinitionNew) ? tenant.Definition : null,
            Organisations = organisations,
            Languages = languages,
            Surveys = surveys,
            Waves = waves,
            Loaded = [.. tenant.Waves.Where(IsLoaded)],
        };

        void Add<T>(List<Stored<T>> written, Stored<T> file, Stored<T>? before, string subject, string? pinned)
        {
            if (before is null)
            {
                found.Add(new(SeedChangeType.Added, subject));
                written.Add(file);
            }
            else if (JsonChanges.Between(before.Json, file.Json) is { Count: > 0 } differing)
            {
                var what = string.Join(", ", differing);
                found.Add(pinned is null
                    ? new(SeedChangeType.Changed, subject, what, NeedsReplace: true)
                    : new(SeedChangeType.Pinned, subject, $"{what}: {pinned}", NeedsReplace: true));
                if (mayChange && pinned is null)
                    written.Add(file);
            }
        }

        bool IsLoaded(SeedWave wave) => mayChange || !found.Exists(change => change.NeedsReplace
            && (change.Subject == $"wave {wave.Wave.Value.Id}" || change.Subject == $"survey {wave.Survey.Value.Id} version {wave.Survey.Value.Version}"));
    }

    /// <summary>All that are to be stored; null: none changes.</summary>
    private async Task<OrganisationFiles?> CompareOrganisationsAsync(
        SeedTenant tenant, bool isNew, List<SeedChange> found, HashSet<string> left, List<string> problems, CancellationToken cancellationToken)
    {
        var files = tenant.Organisations;
        if (isNew)
        {
            found.Add(new(SeedChangeType.Added, Counted.Of(files.Organisations.Count, "organisation")));
            if (files.Collections.Count > 0)
                found.Add(new(SeedChangeType.Added, Counted.Of(files.Collections.Count, "collection")));
            return files;
        }
        var stored = await engine.Definitions.ReadOrganisationsAsync(tenant.Definition.Id, cancellationToken);
        var known = IdsOf(stored.Organisations, stored.Collections).Union(IdsOf(files.Organisations, files.Collections));
        var removed = known.Where(left.Remove).ToList();
        var reading = files.Beside(stored, removed);
        if (reading.Value is not { } together)
        {
            problems.AddRange(reading.Problems.Select(problem => $"With what stays of {tenant.Definition.Id}: {problem}"));
            return null;
        }
        var changes = OrganisationChanges.Between(stored, together);
        Tell(changes.Organisations, stored.Organisations.ToDictionary(row => row.Id, row => row.Cells),
            together.Organisations.ToDictionary(row => row.Id, row => row.Cells), OrganisationRow.Columns);
        Tell(changes.Collections, stored.Collections.ToDictionary(row => row.Id.Trim(), row => row.Cells),
            together.Collections.ToDictionary(row => row.Id.Trim(), row => row.Cells), CollectionRow.Columns);
        var staying = IdsOf(together.Organisations, together.Collections).Except(IdsOf(files.Organisations, files.Collections));
        found.AddRange(staying.Select(id => new SeedChange(SeedChangeType.Stays, id, $"it is not in the folder; --remove {id} removes it")));
        return mayChange && !changes.AreNone ? together : null;

        void Tell(
            LineChanges lines, Dictionary<string, IReadOnlyList<string>> before, Dictionary<string, IReadOnlyList<string>> after,
            IReadOnlyList<string> columns)
        {
            found.AddRange(lines.Added.Select(line => new SeedChange(SeedChangeType.Added, SubjectOf(line), NeedsReplace: true)));
            found.AddRange(lines.Changed.Select(line => new SeedChange(
                SeedChangeType.Changed,
                SubjectOf(line),
                string.Join(", ", columns.Index().Where(column => line.Columns!.Contains(column.Item)).Select(column =>
                    JsonChanges.Tell(column.Item, before[line.Id][column.Index], after[line.Id][column.Index]))),
                NeedsReplace: true)));
            found.AddRange(lines.Removed.Select(line => new SeedChange(SeedChangeType.Removed, SubjectOf(line))));
        }
    }

    private static IEnumerable<string> IdsOf(IReadOnlyList<OrganisationRow> organisations, IReadOnlyList<CollectionRow> collections) =>
        organisations.Select(row => row.Id).Concat(collections.Select(row => row.Id.Trim()));

    private static string SubjectOf(LineChange line) => $"{line.Kind} {line.Id}";

    /// <summary>Null: they are the same.</summary>
    private static string? DetailOf(TenantDefinition stored, TenantDefinition written)
    {
        var differing = new List<string>();
        if (stored.Name != written.Name)
            differing.Add(JsonChanges.Tell("name", stored.Name, written.Name));
        if (stored.TimeZone != written.TimeZone)
            differing.Add(JsonChanges.Tell("timeZone", stored.TimeZone, written.TimeZone));
        return differing.Count == 0 ? null : string.Join(", ", differing);
    }

    /// <summary>Also if it was mended since it opened, in the store and in the folder.</summary>
    private static bool AreSame(WaveDefinition one, WaveDefinition other) =>
        one with { Title = other.Title } == other && one.Title.Texts.Count == other.Title.Texts.Count && !one.Title.Texts.Except(other.Title.Texts).Any();
}
