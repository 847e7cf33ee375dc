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
        Assert.Contains("load it again", changed.Message, StringComparison.Ordinal);

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

    private static List<OrganisationRow> Organisations(int count) =>
    [
        new() { Line = 2, Path = "network", Name = "Network", Kind = "network" },
        .. Enumerable.Range(1, count - 1).Select(i => new OrganisationRow { Line = i + 2, Path = $"network/school-{i:000}", Name = $"School {i}", Kind = "school" }),
    ];
}
