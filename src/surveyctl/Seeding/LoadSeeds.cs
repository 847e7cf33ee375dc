namespace Surveyctl.Seeding;

/// <summary>What loading a seeds folder did.</summary>
internal sealed record LoadedSeeds(int Tenants, int Surveys, int WavesOpened, int WavesOpenBefore);

/// <summary>Loads what is valid into the storage; what is there already stays as it is, so it can run any number of times.</summary>
internal sealed class LoadSeeds(Engine engine)
{
    /// <summary>No survey version of the folder may be stored with other content: what a stored answer means must not change.</summary>
    /// <param name="seeds">What is to be loaded.</param>
    /// <param name="advice">What the message ends with.</param>
    /// <exception cref="CommandFailedException">Some are; the message names each.</exception>
    public async Task RequireNoConflictsAsync(SeedFolder seeds, string advice, CancellationToken cancellationToken)
    {
        var conflicts = new List<string>();
        foreach (var tenant in seeds.Tenants)
        {
            foreach (var survey in tenant.Surveys)
            {
                var stored = await engine.Definitions.FindSurveyAsync(
                    tenant.Definition.Id, survey.Value.Id, survey.Value.Version, cancellationToken);
                if (stored is not null && !stored.Json.Span.SequenceEqual(survey.Json.Span))
                    conflicts.Add(Explain(tenant, survey.Value));
            }
        }
        if (conflicts.Count > 0)
            throw new CommandFailedException(string.Join('\n', [.. conflicts, advice]));
    }

    /// <summary>Call after <see cref="RequireNoConflictsAsync"/>.</summary>
    public async Task<LoadedSeeds> LoadAsync(SeedFolder seeds, bool open, Steps steps, CancellationToken cancellationToken)
    {
        var (surveys, opened, before) = (0, 0, 0);
        using var step = steps.Begin("Loading organisations, surveys, languages and waves", seeds.Tenants.Count + seeds.Waves.Count());
        foreach (var tenant in seeds.Tenants)
        {
            var id = tenant.Definition.Id;
            foreach (var survey in tenant.Surveys)
            {
                if (!await engine.Definitions.SaveSurveyAsync(id, survey, cancellationToken))
                    throw new CommandFailedException(Explain(tenant, survey.Value));
                surveys++;
            }
            await engine.Definitions.SaveOrganisationsAsync(
                id, tenant.Organisations.Organisations, tenant.Organisations.Collections, cancellationToken);
            foreach (var language in tenant.Languages)
                await engine.Definitions.SaveLanguageAsync(id, language, cancellationToken);
            // Who finds a tenant finds its organisations.
            await engine.Definitions.SaveTenantAsync(tenant.Definition, cancellationToken);
            step.Advance();
            foreach (var wave in tenant.Waves)
            {
                if (!await engine.Definitions.SaveWaveAsync(id, wave.Wave, cancellationToken))
                    throw new CommandFailedException($"Another tenant has a wave '{wave.Wave.Value.Id}'. Wave ids stand alone in addresses: choose another.");
                if (open)
                {
                    var opening = (await engine.Open.OpenAsync(id, wave.Wave.Value.Id, cancellationToken)).Require();
                    _ = opening == WaveOpening.WasOpen ? before++ : opened++;
                }
                step.Advance();
            }
        }
        return new LoadedSeeds(seeds.Tenants.Count, surveys, opened, before);
    }

    private static string Explain(SeedTenant tenant, Surveys.Definitions.SurveyVersion survey) =>
        $"Version {survey.Version} of survey '{survey.Id}' is stored for tenant '{tenant.Definition.Id}' with other content. Answers may have been "
        + $"given to it, so it cannot change: save the new content as version {survey.Version + 1}.";
}
