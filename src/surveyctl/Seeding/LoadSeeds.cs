using SurveyEngine.Auditing;

using Surveys.Readings;

namespace Surveyctl.Seeding;

/// <summary>What loading a seeds folder did.</summary>
/// <param name="Tenants">What was compared and stored.</param>
/// <param name="Opened">Waves that this opened.</param>
/// <param name="OpenBefore">Waves that had been opened.</param>
/// <param name="Problems">What kept other waves from being opened.</param>
internal sealed record LoadedSeeds(
    IReadOnlyList<TenantChanges> Tenants, IReadOnlyList<WaveId> Opened, IReadOnlyList<WaveId> OpenBefore, IReadOnlyList<string> Problems)
{
    /// <summary>The waves that are stored as the folder has them.</summary>
    public IEnumerable<SeedWave> Waves => Tenants.SelectMany(tenant => tenant.Loaded);
}

/// <summary>Loads what is valid into the storage; what is there already and the same is not written again, so it can run any number of times.</summary>
internal sealed class LoadSeeds(Engine engine, Actor by)
{
    /// <summary>Loads what is new; what is stored stays as it is.</summary>
    public async Task<LoadedSeeds> AddAsync(SeedFolder seeds, bool open, Steps steps, CancellationToken cancellationToken) =>
        await LoadAsync(await new CompareSeeds(engine, mayChange: false).OfAsync(seeds, cancellationToken), open, steps, cancellationToken);

    /// <param name="tenants">As they were compared.</param>
    /// <param name="open">Whether to open the waves, but for those that <see cref="RunPastWave"/> runs.</param>
    public async Task<LoadedSeeds> LoadAsync(
        IReadOnlyList<TenantChanges> tenants, bool open, Steps steps, CancellationToken cancellationToken)
    {
        var (opened, before, problems) = (new List<WaveId>(), new List<WaveId>(), new List<string>());
        using var step = steps.Begin(
            "Loading organisations, surveys, languages and waves", tenants.Count + tenants.Sum(tenant => tenant.Tenant.Waves.Count));
        foreach (var tenant in tenants)
        {
            await SaveAsync(tenant, cancellationToken);
            step.Advance();
            foreach (var seed in tenant.Tenant.Waves)
            {
                if (open && !RunPastWave.IsPast(seed, engine.Time.GetUtcNow()))
                {
                    var wave = seed.Wave.Value.Id;
                    var opening = await engine.Waves.FindAsync(wave, cancellationToken) is { State: not WaveState.Draft }
                        ? await OpenAsync()
                        : await engine.Audit.RunAsync(new(tenant.Tenant.Definition.Id, AuditAct.WaveOpened, wave.Value), by, OpenAsync, cancellationToken);
                    problems.AddRange(opening.Problems.Select(problem => problem.ToString()));
                    if (opening.IsValid)
                        (opening.Value == WaveOpening.Opened ? opened : before).Add(wave);
                    engine.Waves.Forget(wave);

                    Task<Reading<WaveOpening, DefinitionProblem>> OpenAsync() => engine.Open.OpenAsync(tenant.Tenant.Definition.Id, wave, cancellationToken);
                }
                step.Advance();
            }
        }
        return new LoadedSeeds(tenants, opened, before, problems);
    }

    private async Task SaveAsync(TenantChanges tenant, CancellationToken cancellationToken)
    {
        var id = tenant.Tenant.Definition.Id;
        // First: what is stored of a wave is found by its id, and its links may be printed from here on.
        foreach (var wave in tenant.Tenant.Waves.Select(wave => wave.Wave.Value.Id))
        {
            if (!await engine.Index.ClaimAsync(wave, id, cancellationToken))
                throw new CommandFailedException($"Another tenant has a wave '{wave}'. Wave ids stand alone in addresses: choose another.");
        }
        var pinned = await engine.Pinned.ReplaceAsync(id, tenant.Surveys, tenant.Waves, cancellationToken);
        if (pinned.Count > 0)
            throw new CommandFailedException($"Wave {pinned.Values.First()} was opened meanwhile. Run it again: it says what the wave keeps.");
        if (tenant.Organisations is { } organisations)
        {
            await engine.Definitions.SaveOrganisationsAsync(
                id, organisations.Organisations, organisations.Collections, cancellationToken, tenant.OrganisationsStored);
        }
        foreach (var language in tenant.Languages)
            await engine.Definitions.SaveLanguageAsync(id, language, cancellationToken);
        // Who finds a tenant finds its organisations.
        if (tenant.Definition is { } definition)
            await engine.Definitions.SaveTenantAsync(definition, cancellationToken);
    }
}
