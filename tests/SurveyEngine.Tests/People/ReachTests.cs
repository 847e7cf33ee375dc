using SurveyEngine.People;

using Surveys.Ids;
using Surveys.Organisations;

namespace SurveyEngine.Tests.People;

public sealed class ReachTests
{
    private static readonly TenantId Tenant = new("valley");

    private static readonly OrganisationTree Tree = OrganisationTree.Build(
        [Row("network", "network"), Row("network/a", "district"), Row("network/a/one"), Row("network/a/two", collections: "both"), Row("network/b", "district"), Row("network/b/three", collections: "both")],
        [new CollectionRow { Line = 2, Id = "both", Name = "Both", Kind = "coalition" }]).Value!;

    /// <summary>By whom, and all that they may grant.</summary>
    public static TheoryData<Role, string?, string[]> Grants => new()
    {
        { Role.Viewer, null, [.. All(Role.Viewer)] },
        { Role.Coordinator, null, [.. All(Role.Viewer), .. All(Role.Coordinator)] },
        { Role.Admin, null, [.. All(Role.Viewer), .. All(Role.Coordinator), "admin of all"] },
        { Role.Coordinator, "a", [.. new[] { "viewer", "coordinator" }.SelectMany(role => new[] { "a", "one", "two" }.Select(scope => $"{role} of {scope}"))] },
        { Role.Coordinator, "two", ["viewer of two", "coordinator of two"] },
        { Role.Coordinator, "both", ["viewer of both", "coordinator of both"] },
        { Role.Coordinator, "gone", ["viewer of gone", "coordinator of gone"] },
    };

    [Theory, MemberData(nameof(Grants))]
    public void Nobody_grants_more_than_they_have(Role role, string? scope, string[] expected)
    {
        var reach = new Reach(PersonOf(new Grant(role, IdOf(scope))), Tree);
        var tried = from asked in Enum.GetValues<Role>()
                    from place in new[] { null, "network", "a", "one", "two", "b", "three", "both", "gone", "elsewhere" }
                    select new Grant(asked, IdOf(place));
        Assert.Equal(expected.Order(StringComparer.Ordinal), tried.Where(reach.MayGrant).Select(grant => grant.ToString()).Order(StringComparer.Ordinal));
        // What is offered may be granted, and nothing else.
        var offered = reach.Scopes.Select(place => (ScopeId?)place).Concat(reach.HasAll ? [null] : []).SelectMany(place => reach.Roles.Select(asked => new Grant(asked, place)));
        Assert.Equal(expected.Where(grant => !grant.EndsWith("gone", StringComparison.Ordinal)).Order(StringComparer.Ordinal), offered.Where(reach.MayGrant).Select(grant => grant.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_coordinator_changes_whoever_may_less_and_an_admin_all()
    {
        var coordinator = new Reach(PersonOf(new Grant(Role.Coordinator, new ScopeId("a"))), Tree);
        Assert.True(coordinator.MayChange(PersonOf(new Grant(Role.Viewer, new ScopeId("a")))));
        Assert.True(coordinator.MayChange(PersonOf(new Grant(Role.Coordinator, new ScopeId("one")))));
        Assert.False(coordinator.MayChange(PersonOf(new Grant(Role.Coordinator, new ScopeId("a")))));
        Assert.False(coordinator.MayChange(PersonOf(new Grant(Role.Viewer, new ScopeId("network")))));
        Assert.False(coordinator.MayChange(PersonOf(new Grant(Role.Viewer, null))));
        Assert.False(coordinator.MayChange(PersonOf(new Grant(Role.Viewer, new ScopeId("a"))) with { IsProgram = true }));
        Assert.False(coordinator.MayChange(PersonOf(new Grant(Role.Viewer, new ScopeId("a"))) with { Tenant = new TenantId("other") }));

        var admin = new Reach(PersonOf(new Grant(Role.Admin, null)), Tree);
        Assert.True(admin.MayChange(PersonOf(new Grant(Role.Admin, null))));
        Assert.True(admin.MayChange(PersonOf(new Grant(Role.Viewer, new ScopeId("gone"))) with { IsProgram = true }));
        Assert.False(admin.MayChange(PersonOf(new Grant(Role.Viewer, null)) with { Tenant = new TenantId("other") }));
        Assert.False(new Reach(PersonOf(new Grant(Role.Viewer, null)), Tree).MayChange(PersonOf(new Grant(Role.Viewer, new ScopeId("one")))));
    }

    private static IEnumerable<string> All(Role role) =>
        new[] { "all", "network", "a", "one", "two", "b", "three", "both" }.Select(scope => $"{role.ToString().ToLowerInvariant()} of {scope}");

    private static ScopeId? IdOf(string? scope) => scope is null ? null : new ScopeId(scope);

    private static Person PersonOf(Grant grant) => new(Tenant, "0a1b2c3d4e5f", "Somebody", grant) { Stamp = "", AddedAt = default, AddedBy = "operator" };

    private static OrganisationRow Row(string path, string kind = "school", string collections = "") => new() { Line = 2, Path = path, Name = path, Kind = kind, Collections = collections };
}
