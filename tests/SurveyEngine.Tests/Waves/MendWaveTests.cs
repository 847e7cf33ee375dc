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

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Waves;

public abstract class MendWaveTests(EngineFixture stores)
{
    private static readonly SchoolId Late = new("late-school");

    public sealed class OnAzurite(AzuriteEngineFixture stores) : MendWaveTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : MendWaveTests(stores), IClassFixture<EmbeddedEngineFixture>;

    [Fact]
    public async Task Names_titles_and_populations_follow_what_is_loaded_and_every_change_is_told()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var before = await engine.Waves.FindSchoolAsync(wave.Wave, new SchoolId("school-000"), CancellationToken.None);
        await ReloadAsync(engine, wave, row => row.Path.EndsWith("school-000", StringComparison.Ordinal) ? row with { Name = "Alder", Enrolment = "120" } : row);
        await RetitleAsync(engine, wave, """{"en":"Autumn","ar":"موجة"}""");

        var dry = await engine.Mend.RunAsync(wave.Wave, [], isDryRun: true, CancellationToken.None);
        Assert.Equal(before, await engine.Waves.FindSchoolAsync(await FindAsync(engine, wave), before!.Id, CancellationToken.None));
        var mending = await engine.Mend.RunAsync(wave.Wave, [], isDryRun: false, CancellationToken.None);

        MendedValue[] expected =
        [
            new("title", "en", "Test wave", "Autumn"),
            new("name", "school-000", "School 0", "Alder"),
            new("population", "school-000", "100", "120"),
        ];
        Assert.Equal(expected, dry.Value!.Changes);
        Assert.Equal(expected, mending.Value!.Changes);
        Assert.Empty(mending.Value.Kept);
        var now = await FindAsync(engine, wave);
        Assert.Equal(("Autumn", "موجة", 1), (now.Definition.TitleIn("en"), now.Definition.TitleIn("ar"), now.Revision));
        Assert.Equal("Alder", (await engine.Waves.FindSchoolAsync(now, before.Id, CancellationToken.None))!.Name);
        Assert.Equal(320, await PopulationAsync(engine, now));
    }

    [Fact]
    public async Task A_copy_that_knows_the_old_name_follows_with_the_state_of_the_wave()
    {
        var time = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: time);
        using var other = stores.NewEngine(time: time);
        var wave = await TestWave.OpenAsync(engine);
        Assert.Equal("School 0", await NameAsync(other));
        await ReloadAsync(engine, wave, row => row.Path.EndsWith("school-000", StringComparison.Ordinal) ? row with { Name = "Alder" } : row);
        await engine.Mend.RunAsync(wave.Wave, [], isDryRun: false, CancellationToken.None);

        Assert.Equal("School 0", await NameAsync(other));
        time.Advance(WaveCache.StateLifetime);
        Assert.Equal("Alder", await NameAsync(other));

        async Task<string> NameAsync(Engine copy) =>
            (await copy.Waves.FindSchoolAsync(await FindAsync(copy, wave), new SchoolId("school-000"), CancellationToken.None))!.Name;
    }

    /// <summary>It stopped between the names and the revision: what copies had read meanwhile would stay.</summary>
    [Fact]
    public async Task A_mending_that_stopped_half_way_is_finished_by_the_next()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        await ReloadAsync(engine, wave, row => row.Path.EndsWith("school-000", StringComparison.Ordinal) ? row with { Name = "Alder" } : row, Late);
        tables.OnCommit = (changes, commit) => changes[0].Entity.GetInt32("Revision") == 1
            ? throw new StoreUnavailableException("The process died here.")
            : commit();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => engine.Mend.RunAsync(wave.Wave, [Late], isDryRun: false, CancellationToken.None));
        tables.OnCommit = null;

        var again = await engine.Mend.RunAsync(await FindAsync(engine, wave), [Late], isDryRun: false, CancellationToken.None);

        Assert.Empty(again.Value!.Changes);
        var now = await FindAsync(engine, wave);
        Assert.Equal((4, 1, 1), (now.Schools, now.Buckets, now.Revision));
        Assert.Equal(0, (await engine.Waves.FindSchoolAsync(now, Late, CancellationToken.None))!.Bucket);
    }

    [Fact]
    public async Task A_school_that_got_a_place_and_was_not_pinned_any_more_gets_the_same_place_again()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine, schools: 49);
        await ReloadAsync(engine, wave, row => row, Late);
        tables.OnCommit = (changes, commit) => changes[0].Entity.PartitionKey == wave.Wave.PinnedPartition
            ? throw new StoreUnavailableException("The process died here.")
            : commit();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => engine.Mend.RunAsync(wave.Wave, [Late], isDryRun: false, CancellationToken.None));
        tables.OnCommit = null;
        Assert.Null(await engine.Waves.FindSchoolAsync(await FindAsync(engine, wave), Late, CancellationToken.None));

        Assert.Equal([Late], (await engine.Mend.RunAsync(await FindAsync(engine, wave), [Late], isDryRun: false, CancellationToken.None)).Value!.Added);

        var now = await FindAsync(engine, wave);
        Assert.Equal((50, 1), (now.Schools, now.Buckets));
        Assert.Equal(0, (await engine.Waves.FindSchoolAsync(now, Late, CancellationToken.None))!.Bucket);
    }

    [Fact]
    public async Task A_late_school_is_asked_counted_and_released_like_any_other()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 50);
        await ReloadAsync(engine, wave, row => row, Late);
        Assert.Equal([Late], (await engine.Mend.RunAsync(wave.Wave, [], isDryRun: true, CancellationToken.None)).Value!.NotAsked);

        var mending = await engine.Mend.RunAsync(wave.Wave, [Late], isDryRun: false, CancellationToken.None);

        Assert.Equal([Late], mending.Value!.Added);
        var now = await FindAsync(engine, wave);
        Assert.Equal((51, 2), (now.Schools, now.Buckets));
        var school = (await engine.Waves.FindSchoolAsync(now, Late, CancellationToken.None))!;
        Assert.Equal(1, school.Bucket);
        var sheet = AnswerJson.Read(now.Survey, """{"overall":"favorable"}""");
        for (var i = 0; i < 12; i++)
        {
            var submission = new Submission(now, school, new ResponseId(Guid.NewGuid()), 0, Channel.Link, sheet);
            Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptOrFindAsync(now, submission, CancellationToken.None));
        }
        // By a copy that still knows the wave as it was.
        var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        Assert.Equal(10, (await engine.Results.FindAsync(now, release!.Id, Late.AsScope(), CancellationToken.None))!.Participation.Responses);
        Assert.Empty((await engine.Verify.VerifyAsync(now, now.PartitionOf(school), CancellationToken.None)).Discrepancies);
    }

    /// <summary>A bucket of 51 schools could never be folded.</summary>
    [Fact]
    public async Task Many_late_schools_at_once_from_several_commands_never_fill_a_bucket_beyond_fifty()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 47);
        var late = Enumerable.Range(0, 12).Select(i => new SchoolId($"late-{i:D2}")).ToArray();
        await ReloadAsync(engine, wave, row => row, late);

        var engines = Enumerable.Range(0, 4).Select(_ => stores.NewEngine()).ToList();
        // Each command has three of its own and one that all have.
        var mendings = await Task.WhenAll(engines.Select((one, i) =>
            one.Mend.RunAsync(wave.Wave, [late[0], .. late.Skip(i * 3).Take(3)], isDryRun: false, CancellationToken.None)));
        engines.ForEach(one => one.Dispose());

        Assert.All(mendings, mending => Assert.Empty(mending.Problems));
        engine.Waves.Forget(wave.Id);
        var now = await FindAsync(engine, wave);
        Assert.Equal((59, 2), (now.Schools, now.Buckets));
        var schools = await engine.Waves.FirstSchoolsAsync(now, 100, CancellationToken.None);
        Assert.Equal([50, 9], schools.CountBy(school => school.Bucket).OrderBy(bucket => bucket.Key).Select(bucket => bucket.Value));
    }

    [Fact]
    public async Task A_receipt_of_a_late_school_is_known_to_a_copy_that_read_the_wave_before()
    {
        using var engine = stores.NewEngine();
        using var other = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 50);
        var known = await FindAsync(other, wave);
        await ReloadAsync(engine, wave, row => row, Late);
        await engine.Mend.RunAsync(wave.Wave, [Late], isDryRun: false, CancellationToken.None);
        var id = new ResponseId(Guid.NewGuid());

        var withdrawal = await Withdrawal.ReadAsync(other.Waves, known, Receipt.Format(wave.Id, 1, id), CancellationToken.None);

        Assert.Equal((1, id), (withdrawal!.Partition.Bucket, withdrawal.Id));
        Assert.Null(await Withdrawal.ReadAsync(other.Waves, known, Receipt.Format(wave.Id, 2, id), CancellationToken.None));
    }

    [Fact]
    public async Task The_structure_stays_and_every_difference_is_told()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 6);
        await ReloadAsync(engine, wave, row => row.Path switch
        {
            "network/district-a/school-000" => row with { Path = "network/district-b/school-000" },
            "network/district-a/school-001" => row with { Collections = "coalition" },
            "network/district-a/school-002" => row with { Path = "network/district-a/school-x" },
            "network/district-b" => row with { Kind = "county" },
            _ => row,
        });

        var mending = (await engine.Mend.RunAsync(wave.Wave, [], isDryRun: false, CancellationToken.None)).Value!;

        Assert.Empty(mending.Changes);
        Assert.Equal([new SchoolId("school-x")], mending.NotAsked);
        Assert.Equal(
            [
                "school-000 stays where it was in the tree.",
                "school-002 stays in the wave, though it is no longer loaded.",
                "district-b stays a district.",
                "school-001 stays in the collections it was in.",
            ],
            mending.Kept);
        Assert.Equal(6, (await FindAsync(engine, wave)).Schools);
    }

    [Fact]
    public async Task A_school_that_is_not_loaded_or_below_what_is_not_in_the_wave_cannot_be_added()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var loaded = await engine.Definitions.ReadOrganisationsAsync(wave.Tenant, CancellationToken.None);
        await engine.Definitions.SaveOrganisationsAsync(
            wave.Tenant,
            [
                .. loaded.Organisations.Select(row => row with { Collections = "", Kind = row.Id == "school-001" ? "district" : row.Kind }),
                new OrganisationRow { Line = 96, Path = "network/district-a/coalition", Name = "Named as a collection of the wave", Kind = "school" },
                new OrganisationRow { Line = 97, Path = "network/district-a/school-001/part", Name = "Part", Kind = "school" },
                new OrganisationRow { Line = 98, Path = "network/district-c", Name = "District C", Kind = "district" },
                new OrganisationRow { Line = 99, Path = "network/district-c/below", Name = "Below", Kind = "school" },
            ],
            [],
            CancellationToken.None);

        var mending = await engine.Mend.RunAsync(
            wave.Wave, [new("below"), new("nowhere"), new("district-a"), new("part"), new("coalition")], isDryRun: false, CancellationToken.None);

        Assert.Equal(5, mending.Problems.Count);
        Assert.Equal("'district-a' cannot be added: it is in the wave and not asked itself, name the schools below it.", mending.Problems[2]);
        Assert.Equal((3, 0), ((await FindAsync(engine, wave)).Schools, (await FindAsync(engine, wave)).Revision));
    }

    [Fact]
    public async Task A_school_that_is_added_comes_in_without_collections_that_were_made_since_which_is_told()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var loaded = await engine.Definitions.ReadOrganisationsAsync(wave.Tenant, CancellationToken.None);
        await engine.Definitions.SaveOrganisationsAsync(
            wave.Tenant,
            [.. loaded.Organisations, new OrganisationRow { Line = 99, Path = $"network/district-a/{Late}", Name = "Late", Kind = "school", Collections = "since" }],
            [.. loaded.Collections, new CollectionRow { Line = 99, Id = "since", Name = "Since", Kind = "county" }],
            CancellationToken.None);

        Assert.Empty((await engine.Mend.RunAsync(wave.Wave, [], isDryRun: true, CancellationToken.None)).Value!.Kept);
        var mending = await engine.Mend.RunAsync(wave.Wave, [Late], isDryRun: false, CancellationToken.None);

        Assert.Equal(["late-school is added, and not to since, which the wave opened without."], mending.Value!.Kept);
    }

    [Fact]
    public async Task A_wave_that_is_not_open_cannot_be_mended()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        await ReloadAsync(engine, wave, row => row, Late);
        await engine.States.CloseAsync(wave.Wave, CancellationToken.None);

        Assert.NotEmpty((await engine.Mend.RunAsync(wave.Wave, [Late], isDryRun: false, CancellationToken.None)).Problems);
        Assert.NotEmpty((await engine.Mend.RunAsync(await FindAsync(engine, wave), [], isDryRun: true, CancellationToken.None)).Problems);
        Assert.Equal(3, (await FindAsync(engine, wave)).Schools);
    }

    private static Task<Wave> FindAsync(Engine engine, TestWave wave) => engine.Waves.RequireAsync(wave.Tenant, wave.Id, CancellationToken.None);

    private static async Task ReloadAsync(Engine engine, TestWave wave, Func<OrganisationRow, OrganisationRow> change, params SchoolId[] late)
    {
        var loaded = await engine.Definitions.ReadOrganisationsAsync(wave.Tenant, CancellationToken.None);
        await engine.Definitions.SaveOrganisationsAsync(
            wave.Tenant,
            [
                .. loaded.Organisations.Select(change),
                .. late.Select((school, i) => new OrganisationRow
                {
                    Line = 1000 + i,
                    Path = $"network/district-a/{school}",
                    Name = $"Late school {i}",
                    Kind = "school",
                    Enrolment = "100",
                }),
            ],
            loaded.Collections,
            CancellationToken.None);
    }

    private static async Task RetitleAsync(Engine engine, TestWave wave, string title)
    {
        var json = Encoding.UTF8.GetBytes($$"""{"format":1,"id":"{{wave.Id}}","title":{{title}},"survey":"small","version":1,"population":"students","visibility":"public"}""");
        var definition = new Stored<WaveDefinition>(WaveReader.Read(json).Value!, json);
        Assert.Empty(await engine.Pinned.ReplaceAsync(wave.Tenant, [], [definition], CancellationToken.None));
    }

    private static async Task<int?> PopulationAsync(Engine engine, Wave wave)
    {
        var population = 0;
        await foreach (var row in engine.Tables.QueryAsync(StoreNames.Waves, wave.PinnedPartition, WavesKeys.Schools, CancellationToken.None))
            population += row.GetInt32("Population") ?? 0;
        await foreach (var row in engine.Tables.QueryAsync(StoreNames.Waves, wave.PinnedPartition, WavesKeys.Nodes, CancellationToken.None))
            population += row.GetInt32("Population") ?? 0;
        return population;
    }
}
