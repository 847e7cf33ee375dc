using Surveyctl.Demo;
using Surveyctl.Importing;

using Surveys.Organisations;
using Surveys.Readings;

namespace Surveyctl.Seeding;

/// <summary>A seeds folder in which everything is valid and fits together.</summary>
/// <param name="Warnings">What can be loaded as it is, but is not complete.</param>
internal sealed record SeedFolder(IReadOnlyList<SeedTenant> Tenants, IReadOnlyList<DefinitionProblem> Warnings)
{
    public IEnumerable<SeedWave> Waves => Tenants.SelectMany(tenant => tenant.Waves);

    /// <param name="folder">Its path.</param>
    /// <param name="isNew">Nothing of it is stored. Else <see cref="CompareSeeds"/> tells what is new, and holds it against the rules for that.</param>
    /// <param name="stored">See <see cref="SeedFolderReader.Read"/>.</param>
    /// <exception cref="CommandFailedException">It is not there, or anything in it is wrong: the message has every problem.</exception>
    public static SeedFolder Require(string folder, bool isNew = false, IReadOnlyDictionary<string, OrganisationTree>? stored = null)
    {
        if (!Directory.Exists(folder))
            throw new CommandFailedException($"There is no folder {folder}.");
        return SeedFolderReader.Read(folder, isNew, stored).Require("Nothing was written.");
    }

    /// <summary>The wave with its survey, the survey version, or both, of the tenants that have them; all of it if neither is named.</summary>
    /// <param name="wave">An id; null: none.</param>
    /// <param name="survey">An id and a version as in the name of its file, such as <c>family-climate.v2</c>; null: none.</param>
    /// <exception cref="CommandFailedException">The folder has no such wave, or none of its waves asks the survey.</exception>
    public SeedFolder Only(string? wave, string? survey)
    {
        if (wave is null && survey is null)
            return this;
        var parts = Tenants.Select(tenant => tenant.Only(wave, survey)).Where(part => part.Surveys.Count > 0).ToList();
        if (wave is not null && !parts.Exists(part => part.Waves.Count > 0))
            throw new CommandFailedException($"--wave {wave}: the folder has no wave of this id.");
        if (survey is not null && !parts.Exists(part => part.Surveys.Any(version => SeedTenant.NameOf(version.Value) == survey)))
            throw new CommandFailedException($"--survey {survey}: no wave of the folder asks it. A name is such as family-climate.v2.");
        return this with { Tenants = parts };
    }
}

/// <param name="Languages">That it brings to its pages.</param>
internal sealed record SeedTenant(
    TenantDefinition Definition,
    OrganisationFiles Organisations,
    IReadOnlyList<Stored<LanguageDefinition>> Languages,
    IReadOnlyList<SeedWave> Waves)
{
    /// <summary>The survey versions that its waves ask.</summary>
    public IReadOnlyList<Stored<SurveyVersion>> Surveys { get; private init; } = [.. Waves.Select(wave => wave.Survey).DistinctBy(survey => NameOf(survey.Value))];

    /// <summary>Some of its waves or surveys alone: if the tenant is stored, the rest of it stays as it is.</summary>
    public bool IsPart { get; private init; }

    /// <summary>As the survey's file is named.</summary>
    public static string NameOf(SurveyVersion survey) => $"{survey.Id}.v{survey.Version}";

    /// <inheritdoc cref="SeedFolder.Only"/>
    public SeedTenant Only(string? wave, string? survey)
    {
        var waves = Waves.Where(one => one.Wave.Value.Id.Value == wave).ToList();
        var surveys = Surveys.Where(version => NameOf(version.Value) == survey || waves.Exists(one => NameOf(one.Survey.Value) == NameOf(version.Value)));
        return this with { Waves = waves, Surveys = [.. surveys], IsPart = true };
    }
}

/// <param name="Community">Whose answers can be made up; null: the folder describes none.</param>
internal sealed record SeedWave(
    TenantDefinition Tenant,
    Stored<WaveDefinition> Wave,
    Stored<SurveyVersion> Survey,
    IReadOnlyList<MadeUpSchool> Schools,
    DemoModel? Community)
{
    /// <summary>As its file declares them.</summary>
    public WaveTimes Times => WaveTimes.Read(Wave.Value, TimeZoneInfo.FindSystemTimeZoneById(Tenant.TimeZone)).Value!;
}
