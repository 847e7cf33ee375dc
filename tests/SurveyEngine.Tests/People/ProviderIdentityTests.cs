using SurveyEngine.Auditing;
using SurveyEngine.People;

using Surveys.Ids;

using TestSupport;

namespace SurveyEngine.Tests.People;

/// <summary>Somebody comes from a provider of identities, again and again.</summary>
public abstract class ProviderIdentityTests(EngineFixture stores)
{
    private static readonly Grant Viewer = new(Role.Viewer, null);
    private static readonly Grant Admin = new(Role.Admin, null);

    private readonly TenantId _tenant = new($"t{Guid.NewGuid():N}");

    public sealed class OnAzurite(AzuriteEngineFixture stores) : ProviderIdentityTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : ProviderIdentityTests(stores), IClassFixture<EmbeddedEngineFixture>;

    [Fact]
    public async Task Who_may_something_else_than_before_has_no_session_of_before()
    {
        using var engine = stores.NewEngine();
        var first = await SignInAsync(engine, Viewer);
        var same = await SignInAsync(engine, Viewer);
        var more = await SignInAsync(engine, Admin);
        Assert.Equal((first!.Id, first.Stamp), (same!.Id, same.Stamp));
        Assert.Equal((first.Id, Admin), (more!.Id, more.Grant));
        Assert.NotEqual(first.Stamp, more.Stamp);
        // No link of theirs is made by anybody.
        Assert.Null(await engine.People.RenewAsync(_tenant, first.Id, TimeSpan.FromDays(1), Actor.OfCommand("surveyctl people invite"), CancellationToken.None));
        // The last admin stays one, whatever the provider says.
        Assert.Equal(Admin, (await SignInAsync(engine, Viewer))!.Grant);
        Assert.Null((await engine.Audit.ReadAsync(_tenant, 1, CancellationToken.None).SingleAsync()).Event.Detail);
    }

    [Fact]
    public async Task Who_comes_several_times_at_once_is_one_and_let_in()
    {
        using var engine = stores.NewEngine();
        var people = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SignInAsync(engine, Viewer)));
        Assert.Single(people.Select(person => person!.Id).Distinct());
        Assert.Single(await engine.People.ListAsync(_tenant, CancellationToken.None));
    }

    [Fact]
    public async Task Another_provider_or_another_name_there_is_somebody_else()
    {
        using var engine = stores.NewEngine();
        await SignInAsync(engine, Viewer);
        foreach (var (issuer, subject) in new[] { ("https://one.example", "2"), ("https://two.example", "1") })
            await engine.People.SignInAsync(_tenant, new ProviderIdentity(issuer, subject, "Diaz"), Viewer, "IdentityProvider", CancellationToken.None);
        Assert.Equal(3, (await engine.People.ListAsync(_tenant, CancellationToken.None)).Count);
    }

    private Task<Person?> SignInAsync(Engine engine, Grant grant) =>
        engine.People.SignInAsync(_tenant, new ProviderIdentity("https://one.example", "1", "Diaz"), grant, "IdentityProvider", CancellationToken.None);
}
