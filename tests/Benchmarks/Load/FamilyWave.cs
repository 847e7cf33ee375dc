using System.Text;

using SurveyEngine.Waves;

using Surveys.DefinitionFiles;
using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Organisations;

using TestSupport;

namespace Benchmarks.Load;

/// <summary>The seeded family survey, opened for <c>network / county / district / school</c>: 100 schools a district, 10 districts a county.</summary>
internal sealed record FamilyWave(Wave Wave, IReadOnlyList<PinnedSchool> Schools)
{
    private const int SchoolsPerDistrict = 100;
    private const int SchoolsPerCounty = 1000;

    private static readonly TenantId Tenant = new("benchmarks");
    public static readonly WaveId Id = new("benchmarks-families");

    /// <param name="hasGroups">False: its group questions are ordinary ones, so that there are figures of everyone alone.</param>
    public static async Task<FamilyWave> OpenAsync(Engine engine, int schools, bool hasGroups = true)
    {
        var text = await File.ReadAllTextAsync(Repository.Path("seeds", "surveys", "family-climate.v1.json"));
        var survey = Encoding.UTF8.GetBytes(hasGroups ? text : text.Replace("\"group\": true", "\"group\": false", StringComparison.Ordinal));
        var definition = Encoding.UTF8.GetBytes($$"""
            {"format":1,"id":"{{Id}}","title":{"en":"Benchmark"},"survey":"family-climate","version":1,"population":"households","pace":1000000}
            """);
        await engine.Definitions.SaveTenantAsync(
            new TenantDefinition { Id = Tenant, Name = "Benchmarks", TimeZone = "America/Chicago" }, CancellationToken.None);
        await engine.Definitions.SaveOrganisationsAsync(Tenant, Organisations(schools), [], CancellationToken.None);
        var wave = WaveReader.Read(definition);
        await engine.Index.ClaimAsync(Id, Tenant, CancellationToken.None);
        await engine.Pinned.ReplaceAsync(
            Tenant,
            [new(SurveyReader.Read(survey).Value!, survey)],
            [new(wave.Value ?? throw new InvalidOperationException(string.Join('\n', wave.Problems)), definition)],
            CancellationToken.None);
        if ((await engine.Open.OpenAsync(Tenant, Id, CancellationToken.None)).Problems is [var problem, ..])
            throw new InvalidOperationException(problem.Message);
        return await FindAsync(engine);
    }

    public static async Task<FamilyWave> FindAsync(Engine engine)
    {
        var wave = await engine.Waves.RequireAsync(Tenant, Id, CancellationToken.None);
        return new FamilyWave(wave, await engine.Waves.FirstSchoolsAsync(wave, wave.Schools, CancellationToken.None));
    }

    private static List<OrganisationRow> Organisations(int schools)
    {
        var rows = new List<OrganisationRow> { Row("network", "network") };
        for (var i = 0; i < schools; i++)
        {
            var county = $"network/county-{i / SchoolsPerCounty:D4}";
            if (i % SchoolsPerCounty == 0)
                rows.Add(Row(county, "county"));
            var district = $"{county}/district-{i / SchoolsPerDistrict:D5}";
            if (i % SchoolsPerDistrict == 0)
                rows.Add(Row(district, "district"));
            rows.Add(Row($"{district}/school-{i:D6}", "school") with { Households = "300" });
        }
        return rows;

        OrganisationRow Row(string path, string kind) => new() { Line = 2, Path = path, Name = path, Kind = kind };
    }
}
