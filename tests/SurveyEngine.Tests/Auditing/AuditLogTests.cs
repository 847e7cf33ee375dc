using SurveyEngine.Auditing;
using SurveyEngine.Keys;
using SurveyEngine.People;

using Surveys.Ids;

using SurveyStorage;

using TestSupport;

namespace SurveyEngine.Tests.Auditing;

public abstract class AuditLogTests(EngineFixture stores)
{
    private static readonly Actor By = Actor.OfCommand("surveyctl people invite");

    private readonly TenantId _tenant = new($"t{Guid.NewGuid():N}");

    public sealed class OnAzurite(AzuriteEngineFixture stores) : AuditLogTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : AuditLogTests(stores), IClassFixture<EmbeddedEngineFixture>;

    [Fact]
    public async Task An_entry_is_there_before_the_act_and_a_second_one_if_it_came_to_nothing()
    {
        var time = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: time);
        var what = new AuditEvent(_tenant, AuditAct.WaveClosed, "fall", "detail");
        await engine.Audit.RunAsync(what, By, async () => Assert.Single(await ReadAsync(engine)), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Audit.RunAsync(what, By, () => throw new InvalidOperationException(), CancellationToken.None));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await engine.Audit.RunAsync(what, By, () => Task.FromResult(false), CancellationToken.None));

        var entries = await ReadAsync(engine);
        Assert.Equal(5, entries.Count);
        Assert.All(entries, entry => Assert.Equal((what, By), (entry.Event, entry.By)));
        // The latest first; of one instant in any order.
        Assert.Equal([2, 2, 1, 1, 0], entries.Select(entry => (int)(entry.At - entries[^1].At).TotalSeconds));
        foreach (var second in new[] { 1, 2 })
        {
            var pair = entries.Where(entry => (int)(entry.At - entries[^1].At).TotalSeconds == second).ToList();
            Assert.Equal(pair.Single(entry => entry.Failed is null).Id, pair.Single(entry => entry.Failed is not null).Failed);
        }
        Assert.Equal(2, (await engine.Audit.ReadAsync(_tenant, 2, CancellationToken.None).ToListAsync()).Count);
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_not_done()
    {
        var faulty = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(faulty);
        faulty.OnCommit = (rows, commit) => rows[0].Entity.Keys.Contains("Act") ? throw new StoreUnavailableException("Away.") : commit();
        var isDone = false;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => engine.Audit.RunAsync(
            new(_tenant, AuditAct.WaveClosed, "fall"), By, () => Task.FromResult(isDone = true), CancellationToken.None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => engine.People.AddAsync(
            _tenant, "Diaz", new Grant(Role.Viewer, null), isProgram: false, TimeSpan.FromDays(1), By, CancellationToken.None));
        Assert.False(isDone);
        Assert.Empty(await engine.People.ListAsync(_tenant, CancellationToken.None));
    }

    [Fact]
    public async Task What_is_done_about_people_is_written_down_without_names_and_secrets()
    {
        using var engine = stores.NewEngine();
        var (person, secret) = await engine.People.AddAsync(
            _tenant, "Diaz of Alder", new Grant(Role.Coordinator, new ScopeId("alder")), isProgram: false, TimeSpan.FromDays(1), By, CancellationToken.None);
        // Of what somebody tries who has no link nothing is written: anybody can.
        Assert.Null(await engine.People.RedeemAsync(_tenant, person.Id, "0" + secret[1..] + "0", "AcceptInvitation", CancellationToken.None));
        Assert.NotNull(await engine.People.RedeemAsync(_tenant, person.Id, secret, "AcceptInvitation", CancellationToken.None));
        Assert.NotNull(await engine.People.RegrantAsync(_tenant, person.Id, new Grant(Role.Viewer, null), isMore: false, By, CancellationToken.None));
        Assert.NotNull(await engine.People.SignOutAsync(_tenant, person.Id, new Actor(person.Id, "SignOut"), CancellationToken.None));
        Assert.NotNull(await engine.People.RenewAsync(_tenant, person.Id, TimeSpan.FromDays(1), By, CancellationToken.None));
        Assert.NotNull(await engine.People.RevokeAsync(_tenant, person.Id, By, CancellationToken.None));
        // Once revoked, for good.
        Assert.Null(await engine.People.RevokeAsync(_tenant, person.Id, By, CancellationToken.None));
        Assert.Null(await engine.People.RenewAsync(_tenant, person.Id, TimeSpan.FromDays(1), By, CancellationToken.None));

        var entries = await ReadAsync(engine);
        Assert.Equal(
            [AuditAct.Revoked, AuditAct.LinkRenewed, AuditAct.SignedOutEverywhere, AuditAct.GrantChanged, AuditAct.SignedIn, AuditAct.Invited],
            entries.Select(entry => entry.Event.Act));
        Assert.Equal(["coordinator of alder", "viewer of all"], entries.Select(entry => entry.Event.Detail).OfType<string>().Reverse());
        Assert.Equal(person.Id, entries.Single(entry => entry.Event.Act is AuditAct.SignedIn).By.Id);
        var rows = await stores.Tables.QueryAsync(StoreNames.Audit, _tenant.Value, "0", ":", take: null, CancellationToken.None).ToListAsync();
        Assert.All(rows.SelectMany(row => row), property => Assert.DoesNotContain("Diaz", $"{property.Value}", StringComparison.Ordinal));
        Assert.All(rows.SelectMany(row => row), property => Assert.DoesNotContain(secret, $"{property.Value}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_last_admin_stays_whatever_is_done_at_once()
    {
        using var engine = stores.NewEngine();
        var admins = new List<Person>();
        for (var i = 0; i < 2; i++)
            admins.Add((await engine.People.AddAsync(_tenant, $"Admin {i}", new Grant(Role.Admin, null), isProgram: false, TimeSpan.FromDays(1), By, CancellationToken.None)).Person);

        await Task.WhenAll(TryAsync(() => engine.People.RevokeAsync(_tenant, admins[0].Id, By, CancellationToken.None)),
            TryAsync(() => engine.People.RegrantAsync(_tenant, admins[1].Id, new Grant(Role.Viewer, null), isMore: false, By, CancellationToken.None)));

        Assert.Contains(await engine.People.ListAsync(_tenant, CancellationToken.None), person => person.IsAdmin);

        static async Task TryAsync(Func<Task> change)
        {
            try
            {
                await change();
            }
            catch (Exception refused) when (refused is LastAdminException or StoreUnavailableException)
            {
            }
        }
    }

    private Task<List<AuditEntry>> ReadAsync(Engine engine) => engine.Audit.ReadAsync(_tenant, take: null, CancellationToken.None).ToListAsync().AsTask();
}
