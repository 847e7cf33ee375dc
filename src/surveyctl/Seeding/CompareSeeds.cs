using Surveys.DefinitionFiles;

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
        var organisations = isWhole ? await CompareOrganisationsAsync(tenant, stored is null, left, cancellationToken) : null;
        found.AddRange(organisations?.Changes ?? []);
        foreach (var problem in (organisations?.Problems ?? []).Select(problem => $"With what stays of {id}: {problem}"))
        {
            if (mayChange)
                problems.Add(problem);
            else
                found.Add(new(SeedChangeType.Changed, "organisations", problem, NeedsReplace: true));
        }
        var (languages, surveys, waves) = (new List<Stored<LanguageDefinition>>(), new List<Stored<SurveyVersion>>(), new List<Stored<WaveDefinition>>());
        var stays = new HashSet<string>(StringComparer.Ordinal);
        foreach (var language in isWhole ? tenant.Languages : [])
        {
            var before = await engine.Definitions.FindLanguageAsync(id, language.Value.Language, cancellationToken);
            Add(languages, language, before, $"language {language.Value.Language}", DefinitionsKeys.Language(language.Value.Language));
        }
        var pins = await engine.Pinned.FindAsync(id, cancellationToken);
        foreach (var survey in tenant.Surveys)
        {
            var (name, version) = (survey.Value.Id, survey.Value.Version);
            var before = await engine.Definitions.FindSurveyAsync(id, name, version, cancellationToken);
            var key = DefinitionsKeys.Survey(name, version);
            Add(surveys, survey, before, $"survey {name} version {version}", key, pins.TryGetValue(key, out var by)
                ? await IsRehearsalAsync(id, by, cancellationToken)
                    ? $"the rehearsal {by} keeps it as it is: 'surveyctl wave clear-rehearsal {by}' first, or save the new content as version {version + 1}"
                    : $"wave {by} keeps it as it is: save the new content as version {version + 1}"
                : null);
            if (surveys.Contains(survey))
            {
                problems.AddRange(SurveyReader.Read(survey.Json, isNew: true).Problems
                    .Select(problem => (problem with { File = $"surveys/{SeedTenant.NameOf(survey.Value)}.json" }).ToString()));
            }
        }
        foreach (var wave in tenant.Waves.Select(wave => wave.Wave))
        {
            var (waveId, key) = (wave.Value.Id, DefinitionsKeys.Wave(wave.Value.Id));
            var before = await engine.Definitions.FindWaveAsync(id, waveId, cancellationToken);
            var isPinned = pins.ContainsKey(key);
            var mayBeMended = isPinned && before is not null && PinnedDefinitions.IsOfSameStructure(before.Value, wave.Value);
            Add(waves, wave, before, $"wave {waveId}", key, isPinned && !mayBeMended
                ? "it has opened, or was about to, and keeps its structure: take this back, or make another wave of it"
                : null, mayBeMended ? $"'surveyctl wave mend {waveId}' brings it into the open wave" : null);
        }
        return new TenantChanges
        {
            Tenant = tenant,
            Changes = found,
            Definition = stored is null || (mayChange && isDefinitionNew) ? tenant.Definition : null,
            Organisations = stored is null || mayChange ? organisations?.Together : null,
            OrganisationsStored = organisations?.Stored,
            Languages = languages,
            Surveys = surveys,
            Waves = waves,
            Loaded = [.. tenant.Waves.Where(wave => !stays.Contains(DefinitionsKeys.Wave(wave.Wave.Value.Id))
                && !stays.Contains(DefinitionsKeys.Survey(wave.Survey.Value.Id, wave.Survey.Value.Version)))],
        };

        void Add<T>(
            List<Stored<T>> written, Stored<T> file, Stored<T>? before, string subject, string key, string? pinned = null, string? after = null)
        {
            if (before is null)
            {
                found.Add(new(SeedChangeType.Added, subject));
                written.Add(file);
            }
            else if (JsonChanges.Between(before.Json, file.Json) is { Count: > 0 } differing)
            {
                var detail = string.Join(": ", new[] { string.Join(", ", differing), pinned ?? after }.OfType<string>());
                found.Add(new(pinned is null ? SeedChangeType.Changed : SeedChangeType.Pinned, subject, detail, NeedsReplace: true));
                if (mayChange && pinned is null)
                    written.Add(file);
                else
                    stays.Add(key);
            }
        }
    }

    private async Task<bool> IsRehearsalAsync(TenantId tenant, WaveId wave, CancellationToken cancellationToken) =>
        await engine.Definitions.FindWaveAsync(tenant, wave, cancellationToken) is { Value.IsRehearsal: true };

    private async Task<OrganisationComparison> CompareOrganisationsAsync(
        SeedTenant tenant, bool isNew, HashSet<string> left, CancellationToken cancellationToken)
    {
        var files = tenant.Organisations;
        if (isNew)
            return OrganisationComparison.OfNew(files);
        var stored = await engine.Definitions.ReadOrganisationsAsync(tenant.Definition.Id, cancellationToken);
        var known = OrganisationComparison.IdsOf(stored.Organisations, stored.Collections)
            .Union(OrganisationComparison.IdsOf(files.Organisations, files.Collections));
        return OrganisationComparison.Of(stored, files, [.. known.Where(left.Remove)]);
    }

    /// <summary>Null: they are the same.</summary>
    private static string? DetailOf(TenantDefinition stored, TenantDefinition written)
    {
        var differing = new List<ChangedValue>();
        if (stored.Name != written.Name)
            differing.Add(new("name", stored.Name, written.Name));
        if (stored.TimeZone != written.TimeZone)
            differing.Add(new("timeZone", stored.TimeZone, written.TimeZone));
        return differing.Count == 0 ? null : string.Join(", ", differing);
    }
}
