using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Organisations;

namespace Surveys.Tests.Organisations;

public sealed class OrganisationTreeTests
{
    private static readonly OrganisationTree Tree = OrganisationFiles.Tree;

    [Fact]
    public void A_line_is_read_whole()
    {
        var birch = Tree.FindNode(new ScopeId("birch"))!;

        Assert.Equal(["net", "west", "birch"], birch.Path.Select(id => id.Value));
        Assert.Equal("Birch", birch.Name);
        Assert.Equal("school", birch.Kind);
        Assert.Null(birch.MemberCategory);
        Assert.Equal((312, 231, 34), (birch.Enrolment, birch.Households, birch.Staff));
        Assert.Equal((true, 82, 38), (birch.TitleI, birch.ReducedLunchPercent, birch.EnglishLearnerPercent));
        Assert.Equal(["so", "en"], birch.Languages);
        Assert.Equal(["coalition"], birch.Collections.Select(id => id.Value));
    }

    [Fact]
    public void What_is_left_empty_is_unknown_and_not_zero()
    {
        var cedar = Tree.FindNode(new ScopeId("cedar"))!;

        Assert.Null(cedar.Enrolment);
        Assert.Null(cedar.Households);
        Assert.Null(cedar.Staff);
        Assert.Null(cedar.TitleI);
        Assert.Null(cedar.ReducedLunchPercent);
        Assert.Null(cedar.EnglishLearnerPercent);
        Assert.Empty(cedar.Languages);
        Assert.False(Tree.FindNode(new ScopeId("alder"))!.TitleI);
    }

    [Fact]
    public void Nodes_stand_in_path_order_with_every_subtree_in_one_run() =>
        Assert.Equal(["net", "county-board", "empty", "west", "alder", "birch", "west-a", "cedar"], Ids(Tree.Nodes));

    [Fact]
    public void Any_order_of_lines_gives_the_same_order_of_nodes()
    {
        var random = new Random(11);
        for (var i = 0; i < 100; i++)
        {
            var rows = OrganisationFiles.Rows.ToArray();
            random.Shuffle(rows);
            Assert.Equal(Ids(Tree.Nodes), Ids(OrganisationTree.Build(rows, OrganisationFiles.Collections).Value!.Nodes));
        }
    }

    [Fact]
    public void Nodes_and_collections_are_scopes()
    {
        Assert.True(Tree.Contains(new ScopeId("west")));
        Assert.True(Tree.Contains(new ScopeId("county")));
        Assert.False(Tree.Contains(new ScopeId("elsewhere")));
        Assert.Null(Tree.FindNode(new ScopeId("county")));
    }

    [Fact]
    public void A_node_belongs_to_its_ancestors_collections_too() =>
        Assert.Equal(
            ["everyone", "county", "coalition"],
            Tree.CollectionsOf(Tree.FindNode(new ScopeId("alder"))!).Select(collection => collection.Id.Value));

    [Theory]
    [InlineData(Audience.Family, null, "alder birch cedar")]
    [InlineData(Audience.Staff, "west", "alder birch")]
    [InlineData(Audience.Family, "birch", "birch")]
    [InlineData(Audience.Family, "coalition", "alder birch")]
    [InlineData(Audience.Family, "empty", "")]
    [InlineData(Audience.Member, null, "county-board west west-a")]
    [InlineData(Audience.Member, "county", "west")]
    public void Schools_answer_for_families_and_staff_and_members_for_themselves(Audience audience, string? under, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ids(Tree.RespondingNodes(audience, Scope(under)))));

    [Fact]
    public void A_scope_the_tree_does_not_have_is_a_defect_of_the_caller() =>
        Assert.Throws<KeyNotFoundException>(() => Tree.RespondingNodes(Audience.Family, new ScopeId("elsewhere")));

    [Theory]
    [InlineData(Audience.Family, "west", "net west alder* birch*")]
    [InlineData(Audience.Family, "coalition", "net west alder* birch*")]
    [InlineData(Audience.Member, null, "net county-board* west* west-a*")]
    [InlineData(Audience.Family, null, "net west alder* birch* west-a cedar*")]
    public void A_wave_pins_the_responding_nodes_and_their_ancestors(Audience audience, string? under, string expected) =>
        Assert.Equal(expected, string.Join(' ', Tree.Pin(audience, Scope(under)).Select(pinned => pinned.Node.Id + (pinned.Answers ? "*" : ""))));

    private static ScopeId? Scope(string? id) => id is null ? null : new ScopeId(id);

    private static IEnumerable<string> Ids(IEnumerable<OrganisationNode> nodes) => nodes.Select(node => node.Id.Value);
}
