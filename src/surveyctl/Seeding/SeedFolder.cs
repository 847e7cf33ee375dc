using Surveyctl.Demo;
using Surveyctl.Importing;

using Surveys.Readings;

namespace Surveyctl.Seeding;

/// <summary>A seeds folder in which everything is valid and fits together.</summary>
/// <param name="Warnings">What can be loaded as it is, but is not complete.</param>
internal sealed record SeedFolder(IReadOnlyList<SeedTenant> Tenants, IReadOnlyList<DefinitionProblem> Warnings)
{
    public IEnumerable<SeedWave> Waves => Tenants.SelectMany(tenant => tenant.Waves);

    /// <exception cref="CommandFailedException">It is not there, or anything in it is wrong: the message has every problem.</exception>
    public static SeedFolder Require(string folder)
    {
        if (!Directory.Exists(folder))
            throw new CommandFailedException($"There is no folder {folder}.");
        return SeedFolderReader.Read(folder).Require("Nothing was written.");
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
    public IEnumerable<Stored<SurveyVersion>> Surveys =>
        Waves.Select(wave => wave.Survey).DistinctBy(survey => (survey.Value.Id, survey.Value.Version));
}

/// <param name="Community">Whose answers can be made up; null: the folder describes none.</param>
internal sealed record SeedWave(
    TenantDefinition Tenant,
    Stored<WaveDefinition> Wave,
    Stored<SurveyVersion> Survey,
    IReadOnlyList<MadeUpSchool> Schools,
    DemoModel? Community);
