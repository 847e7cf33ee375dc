using System.Text;

using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Answers;
using Surveys.DefinitionFiles;
using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Organisations;

using SurveyStorage;

namespace TestSupport.Waves;

/// <summary>
/// A wave of a tenant of its own: <c>network / district-a (school-000 …), district-b</c>, every other school in the collection
/// <c>coalition</c>, schools shared out evenly over the two districts in path order, 100 students each.
/// </summary>
public sealed class TestWave
{
    public required TenantId Tenant { get; init; }

    public required WaveId Id { get; init; }

    public required Wave Wave { get; init; }

    public required IReadOnlyList<PinnedSchool> Schools { get; init; }

    /// <summary>Its results are public, unless its settings say otherwise.</summary>
    public static async Task<TestWave> OpenAsync(
        Engine engine, int schools = 3, Audience audience = Audience.Family, string? settings = null, Population? population = null, string secondLanguage = "ar")
    {
        var tenant = new TenantId(AzuriteFixture.NewName("tenant-"));
        var wave = new WaveId(AzuriteFixture.NewName("wave-"));
        await LoadAsync(engine, tenant, wave, schools, audience, settings, population, secondLanguage);
        var outcome = await engine.Open.OpenAsync(tenant, wave, CancellationToken.None);
        if (!outcome.IsValid)
            throw new InvalidOperationException(outcome.Problems[0].Message);
        return await FindAsync(engine, tenant, wave, schools);
    }

    /// <summary>Everything but the opening.</summary>
    public static async Task LoadAsync(
        Engine engine,
        TenantId tenant,
        WaveId wave,
        int schools,
        Audience audience = Audience.Family,
        string? settings = null,
        Population? population = null,
        string secondLanguage = "ar")
    {
        var definitions = engine.Definitions;
        await definitions.SaveTenantAsync(
            new TenantDefinition { Id = tenant, Name = "Test tenant", TimeZone = "America/Los_Angeles" }, CancellationToken.None);
        await definitions.SaveOrganisationsAsync(tenant, Organisations(schools), Collections, CancellationToken.None);
        var json = Encoding.UTF8.GetBytes($$"""
            {"format":1,"id":"{{wave}}","title":{"en":"Test wave","{{secondLanguage}}":"موجة"},"survey":"small","version":1,"population":"{{(population ?? UsualOf(audience)).ToString().ToLowerInvariant()}}"{{(settings?.Contains("visibility", StringComparison.Ordinal) is true ? "" : ",\"visibility\":\"public\"")}}{{settings}}}
            """);
        var reading = WaveReader.Read(json);
        var definition = reading.Value ?? throw new InvalidOperationException(string.Join('\n', reading.Problems));
        await engine.Index.ClaimAsync(wave, tenant, CancellationToken.None);
        // Which another wave may have pinned.
        await engine.Pinned.ReplaceAsync(tenant, [SmallSurvey.Read(audience, secondLanguage)], [], CancellationToken.None);
        await engine.Pinned.ReplaceAsync(tenant, [], [new(definition, json)], CancellationToken.None);
    }

    private static Population UsualOf(Audience audience) => audience switch
    {
        Audience.Family => Population.Students,
        Audience.Staff => Population.Staff,
        _ => Population.None,
    };

    /// <summary>A valid submission; answers as JSON by item id.</summary>
    public Submission Submission(
        int school = 0,
        string answers = """{"overall":"favorable"}""",
        ResponseId? id = null,
        Channel channel = Channel.Link,
        ResponseId? replaces = null,
        int language = 0)
    {
        var sheet = AnswerJson.Read(Wave.Survey, answers);
        return new Submission(Wave, Schools[school], id ?? new ResponseId(Guid.NewGuid()), language, channel, sheet) { Replaces = replaces };
    }

    /// <summary>Every response row of the wave.</summary>
    public async Task<IReadOnlyList<TableRow>> ResponsesAsync(Engine engine)
    {
        var rows = new List<TableRow>();
        var range = ResponsesKeys.Responses;
        foreach (var partition in Wave.Partitions)
        {
            await foreach (var row in engine.Tables.QueryAsync(
                StoreNames.Responses, partition.Key, range.From, range.To, take: null, CancellationToken.None))
            {
                rows.Add(row);
            }
        }
        return rows;
    }

    private static readonly IReadOnlyList<CollectionRow> Collections =
        [new CollectionRow { Line = 2, Id = "coalition", Name = "The coalition", Kind = "coalition" }];

    private static List<OrganisationRow> Organisations(int schools)
    {
        var rows = new List<OrganisationRow>
        {
            new() { Line = 2, Path = "network", Name = "The network", Kind = "network" },
            new() { Line = 3, Path = "network/district-a", Name = "District A", Kind = "district", Category = "education" },
            new() { Line = 4, Path = "network/district-b", Name = "District B", Kind = "district", Category = "education" },
        };
        for (var i = 0; i < schools; i++)
        {
            rows.Add(new OrganisationRow
            {
                Line = 5 + i,
                Path = $"network/district-{(i < (schools + 1) / 2 ? 'a' : 'b')}/{SchoolName(i)}",
                Name = $"School {i}",
                Kind = "school",
                Enrolment = "100",
                Collections = i % 2 == 0 ? "coalition" : "",
            });
        }
        return rows;
    }

    private static string SchoolName(int i) => $"school-{i:D3}";

    /// <summary>As it is now.</summary>
    /// <param name="schools">That were loaded; of those the ones that it asks.</param>
    public static async Task<TestWave> FindAsync(Engine engine, TenantId tenant, WaveId id, int schools)
    {
        engine.Waves.Forget(id);
        var wave = await engine.Waves.RequireAsync(tenant, id, CancellationToken.None);
        var pinned = new List<PinnedSchool>();
        for (var i = 0; i < schools && wave.Survey.Audience != Audience.Member; i++)
        {
            if (await engine.Waves.FindSchoolAsync(wave, new SchoolId(SchoolName(i)), CancellationToken.None) is { } school)
                pinned.Add(school);
        }
        return new TestWave { Tenant = tenant, Id = id, Wave = wave, Schools = pinned };
    }
}
