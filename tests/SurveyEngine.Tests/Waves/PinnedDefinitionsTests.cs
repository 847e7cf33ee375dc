using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.DefinitionFiles;
using Surveys.Definitions;
using Surveys.Ids;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Waves;

public abstract class PinnedDefinitionsTests(EngineFixture stores)
{
    public sealed class OnAzurite(AzuriteEngineFixture stores) : PinnedDefinitionsTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : PinnedDefinitionsTests(stores), IClassFixture<EmbeddedEngineFixture>;

    private const int Races = 10;

    private readonly TenantId _tenant = new(AzuriteFixture.NewName("tenant-"));
    private readonly WaveId _wave = new(AzuriteFixture.NewName("wave-"));

    /// <summary>The small survey with another introduction.</summary>
    private static Stored<SurveyVersion> Corrected { get; } = Correct(SmallSurvey.Read());

    [Fact]
    public async Task A_survey_and_a_wave_are_replaced_until_the_wave_opens()
    {
        using var engine = stores.NewEngine();
        await TestWave.LoadAsync(engine, _tenant, _wave, schools: 1);
        var wave = await engine.Definitions.FindWaveAsync(_tenant, _wave, CancellationToken.None);
        var renamed = WithTitle(wave!, "Renamed");

        Assert.Empty(await engine.Pinned.ReplaceAsync(_tenant, [Corrected], [renamed], CancellationToken.None));
        await engine.Open.OpenAsync(_tenant, _wave, CancellationToken.None);
        var pinned = await engine.Pinned.ReplaceAsync(_tenant, [SmallSurvey.Read()], [With(wave!, "minimumCell", 12)], CancellationToken.None);

        Assert.Equal(
            new Dictionary<string, WaveId> { [DefinitionsKeys.Survey(new SurveyId("small"), 1)] = _wave, [DefinitionsKeys.Wave(_wave)] = _wave },
            pinned);
        var opened = await engine.Waves.RequireAsync(_tenant, _wave, CancellationToken.None);
        Assert.Equal(("Renamed", "Corrected"), (opened.Definition.TitleIn("en"), opened.Survey.Introduction!.In("en")));
        await AssertPinnedIsStoredAsync(engine);
    }

    [Fact]
    public async Task The_title_and_the_times_of_an_open_wave_are_replaced_for_those_that_mend_it_and_its_structure_stays_pinned()
    {
        using var engine = stores.NewEngine();
        await TestWave.LoadAsync(engine, _tenant, _wave, schools: 1);
        await engine.Open.OpenAsync(_tenant, _wave, CancellationToken.None);
        var wave = (await engine.Definitions.FindWaveAsync(_tenant, _wave, CancellationToken.None))!;

        Assert.Empty(await engine.Pinned.ReplaceAsync(_tenant, [], [With(WithTitle(wave, "Renamed"), "closesAt", "2099-01-01 20:00")], CancellationToken.None));
        Assert.NotEmpty(await engine.Pinned.ReplaceAsync(_tenant, [], [With(wave, "minimumCell", 12)], CancellationToken.None));
        Assert.NotEmpty(await engine.Pinned.ReplaceAsync(_tenant, [Corrected], [], CancellationToken.None));

        var stored = (await engine.Definitions.FindWaveAsync(_tenant, _wave, CancellationToken.None))!.Value;
        Assert.Equal(("Renamed", 10), (stored.TitleIn("en"), stored.MinimumCell));
        Assert.Equal("Test wave", (await engine.Waves.RequireAsync(_tenant, _wave, CancellationToken.None)).Definition.TitleIn("en"));
    }

    [Fact]
    public async Task A_survey_that_several_waves_pinned_can_be_replaced_when_the_last_of_them_is_gone()
    {
        using var engine = stores.NewEngine();
        WaveId[] ids = [_wave, new(AzuriteFixture.NewName("wave-"))];
        foreach (var id in ids)
        {
            await TestWave.LoadAsync(engine, _tenant, id, schools: 1);
            await engine.Open.OpenAsync(_tenant, id, CancellationToken.None);
        }
        foreach (var id in ids)
        {
            Assert.NotEmpty(await engine.Pinned.ReplaceAsync(_tenant, [Corrected], [], CancellationToken.None));
            await engine.Pinned.UnpinAsync(await engine.Waves.RequireAsync(_tenant, id, CancellationToken.None), CancellationToken.None);
            // While its row is there it pins the survey all the same.
            Assert.NotEmpty(await engine.Pinned.ReplaceAsync(_tenant, [Corrected], [], CancellationToken.None));
            var row = new TableRow(WavesKeys.Partition(_tenant, id), WavesKeys.Wave);
            await stores.Tables.CommitAsync(StoreNames.Waves, [new RowChange(RowChangeType.Delete, row, global::Azure.ETag.All)], CancellationToken.None);
        }

        Assert.Empty(await engine.Pinned.ReplaceAsync(_tenant, [Corrected], [], CancellationToken.None));
    }

    [Fact]
    public async Task What_is_replaced_while_a_wave_opens_is_what_it_pins()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        using var other = stores.NewEngine();
        await TestWave.LoadAsync(engine, _tenant, _wave, schools: 1);
        tables.OnCommit = async (actions, commit) =>
        {
            if (actions[0].Entity["PinnedBy"] is null)
                return await commit();
            tables.OnCommit = null;
            Assert.Empty(await other.Pinned.ReplaceAsync(_tenant, [Corrected], [], CancellationToken.None));
            return await commit();
        };

        Assert.Equal(WaveOpening.Opened, (await engine.Open.OpenAsync(_tenant, _wave, CancellationToken.None)).Value);

        Assert.Equal("Corrected", (await engine.Waves.RequireAsync(_tenant, _wave, CancellationToken.None)).Survey.Introduction!.In("en"));
        await AssertPinnedIsStoredAsync(engine);
    }

    [Fact]
    public async Task What_a_wave_pins_while_it_is_replaced_stays()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        using var other = stores.NewEngine();
        await TestWave.LoadAsync(engine, _tenant, _wave, schools: 1);
        tables.OnCommit = async (_, commit) =>
        {
            tables.OnCommit = null;
            await other.Open.OpenAsync(_tenant, _wave, CancellationToken.None);
            return await commit();
        };

        var pinned = await engine.Pinned.ReplaceAsync(_tenant, [Corrected], [], CancellationToken.None);

        Assert.Equal([_wave], pinned.Values);
        await AssertPinnedIsStoredAsync(engine);
    }

    [Fact]
    public async Task Of_an_opening_and_a_replacement_at_once_the_wave_pins_what_is_stored()
    {
        using var engine = stores.NewEngine();
        for (var race = 0; race < Races; race++)
        {
            var (tenant, wave) = (new TenantId(AzuriteFixture.NewName("tenant-")), new WaveId(AzuriteFixture.NewName("wave-")));
            await TestWave.LoadAsync(engine, tenant, wave, schools: 1);
            using var other = stores.NewEngine();

            var opening = Task.Run(() => engine.Open.OpenAsync(tenant, wave, CancellationToken.None));
            var replacing = Task.Run(() => other.Pinned.ReplaceAsync(tenant, [Corrected], [], CancellationToken.None));
            await Task.WhenAll(opening, replacing);

            var opened = await engine.Waves.RequireAsync(tenant, wave, CancellationToken.None);
            Assert.Equal((await replacing).Count == 0, opened.Survey.Introduction?.In("en") == "Corrected");
            var stored = await engine.Definitions.FindSurveyAsync(tenant, opened.Survey.Id, 1, CancellationToken.None);
            Assert.Equal(opened.Survey.Introduction?.In("en"), stored!.Value.Introduction?.In("en"));
        }
    }

    [Fact]
    public async Task What_an_earlier_version_opened_stays_by_the_waves_rows()
    {
        using var engine = stores.NewEngine();
        await TestWave.LoadAsync(engine, _tenant, _wave, schools: 1);
        await engine.Open.OpenAsync(_tenant, _wave, CancellationToken.None);
        foreach (var key in new[] { DefinitionsKeys.Survey(new SurveyId("small"), 1), DefinitionsKeys.Wave(_wave) })
        {
            var row = await stores.Tables.GetAsync(StoreNames.Definitions, _tenant.Value, key, CancellationToken.None);
            Assert.Equal(_wave.Value, row!["PinnedBy"]);
            row["PinnedBy"] = null;
            await stores.Tables.CommitAsync(StoreNames.Definitions, [new RowChange(RowChangeType.UpsertReplace, row)], CancellationToken.None);
        }

        var pinned = await engine.Pinned.ReplaceAsync(_tenant, [Corrected], [], CancellationToken.None);

        Assert.Equal([_wave], pinned.Values);
        await AssertPinnedIsStoredAsync(engine);
    }

    private async Task AssertPinnedIsStoredAsync(Engine engine)
    {
        var opened = await engine.Waves.RequireAsync(_tenant, _wave, CancellationToken.None);
        var survey = await engine.Definitions.FindSurveyAsync(_tenant, opened.Survey.Id, opened.Survey.Version, CancellationToken.None);
        var row = await stores.Tables.GetAsync(StoreNames.Waves, WavesKeys.Partition(_tenant, _wave), WavesKeys.Wave, CancellationToken.None);
        Assert.Equal(survey!.Json.ToArray(), ChunkedBinary.Read(row!, "Survey"));
    }

    private static Stored<SurveyVersion> Correct(Stored<SurveyVersion> survey)
    {
        var json = Changed(survey.Json, "introduction", survey.Value.Languages.ToDictionary(language => language, _ => "Corrected"));
        return new(SurveyReader.Read(json).Value!, json);
    }

    private static Stored<WaveDefinition> WithTitle(Stored<WaveDefinition> wave, string title)
    {
        var json = Changed(wave.Json, "title", new Dictionary<string, string> { ["en"] = title });
        return new(WaveReader.Read(json).Value!, json);
    }

    private static Stored<WaveDefinition> With(Stored<WaveDefinition> wave, string property, System.Text.Json.Nodes.JsonNode value)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(wave.Json.Span)!;
        node[property] = value;
        var json = System.Text.Encoding.UTF8.GetBytes(node.ToJsonString());
        return new(WaveReader.Read(json).Value!, json);
    }

    private static byte[] Changed(ReadOnlyMemory<byte> json, string property, Dictionary<string, string> texts)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(json.Span)!;
        node[property] = new System.Text.Json.Nodes.JsonObject(texts.Select(text => KeyValuePair.Create(text.Key, (System.Text.Json.Nodes.JsonNode?)text.Value)));
        return System.Text.Encoding.UTF8.GetBytes(node.ToJsonString());
    }
}
