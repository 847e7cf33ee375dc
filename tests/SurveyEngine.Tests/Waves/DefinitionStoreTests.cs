using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Organisations;

using SurveyStorage;

using TestSupport;

namespace SurveyEngine.Tests.Waves;

public abstract class DefinitionStoreTests(EngineFixture stores)
{
    public sealed class OnAzurite(AzuriteEngineFixture stores) : DefinitionStoreTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : DefinitionStoreTests(stores), IClassFixture<EmbeddedEngineFixture>;

    private readonly TenantId _tenant = new(AzuriteFixture.NewName("tenant-"));

    [Fact]
    public async Task A_row_past_the_hundredth_that_no_storage_takes_keeps_all_of_them_out()
    {
        var definitions = new DefinitionStore(stores.Tables);
        var rows = Organisations(150);
        rows[140] = rows[140] with { Name = new string('x', 40_000) };

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => definitions.SaveOrganisationsAsync(_tenant, rows, [], CancellationToken.None));

        Assert.Contains("network!school-140 does not fit the storage, Name: A property holds at most 65536 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was written.", failure.Message, StringComparison.Ordinal);
        Assert.Empty((await definitions.ReadOrganisationsAsync(_tenant, CancellationToken.None)).Organisations);
    }

    [Fact]
    public async Task What_the_storage_itself_finds_wrong_is_told_as_wrong_and_what_somebody_changed_meanwhile_as_to_be_tried_again()
    {
        var tables = new FaultyTables(stores.Tables);
        var definitions = new DefinitionStore(tables);

        Refuse(CommitRefusal.Invalid);
        await Assert.ThrowsAsync<InvalidDataException>(SaveAsync);
        Refuse(CommitRefusal.ETagMismatch);
        var changed = await Assert.ThrowsAsync<StoreUnavailableException>(SaveAsync);
        Assert.Contains("load them again", changed.Message, StringComparison.Ordinal);

        void Refuse(CommitRefusal refusal) => tables.OnCommit = (_, _) => Task.FromResult<CommitResult>(new CommitResult.Refused(-1, refusal));
        Task SaveAsync() => definitions.SaveOrganisationsAsync(_tenant, Organisations(2), [], CancellationToken.None);
    }

    [Fact]
    public async Task Spaces_around_a_value_are_not_stored()
    {
        var definitions = new DefinitionStore(stores.Tables);
        var rows = Organisations(2);
        rows[1] = rows[1] with { Name = $"{new string(' ', 70_000)}Alder\n", Languages = " so;en " };

        await definitions.SaveOrganisationsAsync(_tenant, rows, [], CancellationToken.None);

        var stored = (await definitions.ReadOrganisationsAsync(_tenant, CancellationToken.None)).Organisations[1];
        Assert.Equal(("Alder", "so;en"), (stored.Name, stored.Languages));
    }

    [Fact]
    public async Task What_moves_is_never_there_twice_wherever_a_change_of_many_stops_and_doing_it_again_finishes_it()
    {
        var tables = new FaultyTables(stores.Tables);
        var definitions = new DefinitionStore(tables);
        await definitions.SaveOrganisationsAsync(_tenant, Organisations(180), [], CancellationToken.None);
        var moved = Organisations(180).ConvertAll(row => row with { Path = row.Path.Replace("network/", "network/region/", StringComparison.Ordinal) });
        moved.Insert(1, new OrganisationRow { Line = 3, Path = "network/region", Name = "Region", Kind = "region" });
        var stops = 0;
        while (true)
        {
            var commits = 0;
            tables.OnCommit = (_, commit) => ++commits > 1 ? throw new StoreUnavailableException("The process died here.") : commit();
            try
            {
                await definitions.SaveOrganisationsAsync(_tenant, moved, [], CancellationToken.None);
                break;
            }
            catch (StoreUnavailableException)
            {
                stops++;
            }
            var ids = (await definitions.ReadOrganisationsAsync(_tenant, CancellationToken.None)).Organisations.Select(row => row.Path.Split('/')[^1]).ToList();
            Assert.Equal(ids.Distinct().Count(), ids.Count);
        }

        Assert.InRange(stops, 2, 10);
        Assert.Equal(
            moved.Select(row => row.Path).Order(StringComparer.Ordinal),
            (await definitions.ReadOrganisationsAsync(_tenant, CancellationToken.None)).Organisations.Select(row => row.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Many_that_are_new_are_a_tree_wherever_the_change_stops_whatever_their_order()
    {
        var tables = new FaultyTables(stores.Tables);
        var definitions = new DefinitionStore(tables);
        var rows = Organisations(250);
        rows.Reverse();
        var commits = 0;
        tables.OnCommit = (_, commit) => ++commits > 2 ? throw new StoreUnavailableException("The process died here.") : commit();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => definitions.SaveOrganisationsAsync(_tenant, rows, [], CancellationToken.None));

        var left = await definitions.ReadOrganisationsAsync(_tenant, CancellationToken.None);
        Assert.Equal(198, left.Organisations.Count);
        Assert.NotNull(await definitions.FindOrganisationsAsync(_tenant, CancellationToken.None));

        tables.OnCommit = (_, commit) => commit();
        await definitions.SaveOrganisationsAsync(_tenant, rows, [], CancellationToken.None, left);
        Assert.Equal(250, (await definitions.ReadOrganisationsAsync(_tenant, CancellationToken.None)).Organisations.Count);
    }

    /// <summary>Two at once would break what the other relies on, such as that an id is there once, and say that all of it is stored.</summary>
    [Fact]
    public async Task Of_two_changes_that_were_judged_by_the_same_one_is_stored_and_the_other_not_at_all()
    {
        var definitions = new DefinitionStore(stores.Tables);
        var rows = Organisations(3);
        await definitions.SaveOrganisationsAsync(_tenant, rows, [], CancellationToken.None);
        var compared = await definitions.ReadOrganisationsAsync(_tenant, CancellationToken.None);
        await definitions.SaveOrganisationsAsync(_tenant, [.. rows, School("theirs")], [], CancellationToken.None, compared);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => definitions.SaveOrganisationsAsync(
            _tenant, [.. rows, School("ours")], [], CancellationToken.None, compared));

        Assert.Equal(
            ["network", "network/school-001", "network/school-002", "network/theirs"],
            (await definitions.ReadOrganisationsAsync(_tenant, CancellationToken.None)).Organisations.Select(row => row.Path));

        static OrganisationRow School(string id) => new() { Line = 9, Path = $"network/{id}", Name = id, Kind = "school" };
    }

    private static List<OrganisationRow> Organisations(int count) =>
    [
        new() { Line = 2, Path = "network", Name = "Network", Kind = "network" },
        .. Enumerable.Range(1, count - 1).Select(i => new OrganisationRow { Line = i + 2, Path = $"network/school-{i:000}", Name = $"School {i}", Kind = "school" }),
    ];
}
