using System.Security.Cryptography;
using System.Text;

using Surveyctl.Demo;
using Surveyctl.Importing;
using Surveyctl.Seeding;

using SurveyEngine.Waves;

using Surveys.DefinitionFiles;
using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Organisations;

namespace Replay;

/// <summary>
/// What a replay loads: a tenant of its own with the schools of the file below one root, and a survey and a wave per group. The
/// tenant's id follows from the files and the surveys made of them, a wave's id from that and the seed: the same replay again finds
/// its own responses, another file or seed is a wave of its own.
/// </summary>
internal static class ReplaySeeds
{
    private const string Root = "all-schools";
    private const int LongestName = 20;
    private const int DigestDigits = 8;

    /// <param name="name">What the tenant is called after, such as the name of the file.</param>
    /// <param name="headline">The overall question, in groups that were asked it; null: there is none.</param>
    /// <exception cref="InvalidDataException">The schools or questions make no valid tree or survey.</exception>
    public static SeedFolder Make(PublishedResults results, string name, string? headline, int seed)
    {
        var surveys = results.Groups.Select(group => ReplaySurvey.Of(group, headline)).ToList();
        var digest = Convert.ToHexStringLower(SHA256.HashData(
            [.. Encoding.UTF8.GetBytes(results.Digest), .. surveys.SelectMany(survey => survey.Json.ToArray())]))[..DigestDigits];
        var tenant = new TenantDefinition
        {
            Id = new TenantId($"replay-{SlugOf(name)}-{digest}"),
            Name = $"Replay of {name}",
            // The file does not tell where the schools are.
            TimeZone = "Etc/UTC",
        };
        var organisations = OrganisationsOf(results.Schools, tenant.Name);
        var schools = results.Schools.Select(school => new MadeUpSchool(school.Id, Population: null)).ToList();
        var waves = surveys.Select(survey => new SeedWave(tenant, WaveOf(tenant, survey.Value, seed), survey, schools, Community: null));
        return new SeedFolder([new SeedTenant(tenant, organisations, Languages: [], [.. waves])], Warnings: []);
    }

    /// <summary>Enrolment stays unknown: published results do not tell it, and a rate of responses made from it would be invented.</summary>
    private static OrganisationFiles OrganisationsOf(IReadOnlyList<PublishedSchool> schools, string name)
    {
        var rows = new List<OrganisationRow> { new() { Line = 1, Path = Root, Name = name, Kind = "network" } };
        rows.AddRange(schools.Select((school, index) => new OrganisationRow
        {
            Line = index + 2,
            Path = $"{Root}/{school.Id}",
            Name = school.Name,
            Kind = OrganisationNode.SchoolKind,
        }));
        var reading = OrganisationTree.Build(rows, []);
        return reading.Value is { } tree
            ? new OrganisationFiles(rows, [], tree)
            : throw new InvalidDataException($"The schools of the file make no tree of organisations: {string.Join("; ", reading.Problems)}");
    }

    /// <summary>It is answered by a program, faster than by people.</summary>
    private static Stored<WaveDefinition> WaveOf(TenantDefinition tenant, SurveyVersion survey, int seed)
    {
        var group = ReplaySurvey.NameOf(survey.Audience);
        // A JSON string of a name is what the serializer makes of it; ids need no escaping.
        var title = System.Text.Json.JsonEncodedText.Encode($"{tenant.Name}: {group}");
        var json = Encoding.UTF8.GetBytes($$"""
            {"format": 1, "id": "{{tenant.Id}}-{{group}}-{{seed}}", "title": {"en": "{{title}}"}, "survey": "{{survey.Id}}",
             "version": {{survey.Version}}, "population": "none", "populationAtLeast": {{WaveDefinition.LeastMinimumCell}}, "pace": {{int.MaxValue}}, "visibility": "public"}
            """);
        var reading = WaveReader.Read(json);
        return reading.Value is { } wave
            ? new Stored<WaveDefinition>(wave, json)
            : throw new InvalidDataException($"The wave of the replay is not valid: {string.Join("; ", reading.Problems)}");
    }

    private static string SlugOf(string name)
    {
        var slug = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        slug = slug[..Math.Min(slug.Length, LongestName)].Trim('-');
        return slug.Length > 0 ? slug : "file";
    }
}
