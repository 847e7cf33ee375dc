using Surveyctl.Demo;

using Surveys.DefinitionFiles;
using Surveys.Definitions;
using Surveys.Organisations;

namespace Surveyctl.Tests.Demo;

public sealed class SeedsTests
{
    public static TheoryData<string> Tenants => [.. Seeds.Tenants];

    [Theory, MemberData(nameof(Tenants))]
    public void Every_file_of_a_tenant_is_read_without_a_problem(string tenant)
    {
        var definition = Seeds.Value(TenantReader.Read(File.ReadAllBytes(Path.Combine(Seeds.Folder, tenant, "tenant.json"))));
        Assert.Equal(tenant, definition.Id.Value);
        Assert.All(Seeds.Waves(tenant), wave =>
        {
            Assert.True(wave.Wave.IsDemo);
            Assert.Empty(DemoModelCheck.Problems(wave.Model, wave.Survey, wave.Schools));
        });
    }

    [Theory, MemberData(nameof(Tenants))]
    public void What_a_node_gathers_is_what_its_schools_have(string tenant)
    {
        var tree = Seeds.Tree(tenant);
        var gathering = tree.Nodes.Where(node => node is { Kind: not OrganisationNode.SchoolKind, Enrolment: not null }).ToList();
        Assert.NotEmpty(gathering);
        Assert.All(gathering, node =>
        {
            var schools = tree.RespondingNodes(Audience.Family, node.Id);
            Assert.Equal(schools.Sum(school => school.Enrolment), node.Enrolment);
            Assert.Equal(schools.Sum(school => school.Households), node.Households);
            Assert.Equal(schools.Sum(school => school.Staff), node.Staff);
        });
    }

    [Fact]
    public void Southeast_Minnesota_has_the_members_counties_and_sizes_the_cooperative_states()
    {
        var tree = Seeds.Tree("southeast-minnesota");
        var members = tree.Nodes.Where(node => node.MemberCategory is not null).ToLookup(node => node.MemberCategory);
        Assert.Equal(
            [("associate-education", 12), ("education", 42), ("government", 23), ("non-profit", 2), ("participating", 6)],
            members.Select(category => (category.Key!, category.Count())).Order());
        Assert.Equal(11, tree.Collections.Count(collection => collection.Kind == "county"));
        var districts = tree.Nodes.Where(node => node.Kind == "district").ToList();
        Assert.Equal(100, districts.Min(district => district.Enrolment));
        Assert.Equal(16_320, districts.Max(district => district.Enrolment));
        var cooperative = tree.Nodes.Single(node => node.Kind == "cooperative");
        Assert.InRange(cooperative.Enrolment!.Value, 75_500, 76_000);
        Assert.InRange(cooperative.Staff!.Value, 4_900, 5_100);
    }

    [Fact]
    public void Every_minnesota_school_is_in_exactly_one_county()
    {
        var tree = Seeds.Tree("southeast-minnesota");
        Assert.All(tree.RespondingNodes(Audience.Family, under: null), school => Assert.Single(tree.CollectionsOf(school)));
    }

    [Fact]
    public void Southeast_Seattle_has_the_five_schools_the_state_listed()
    {
        var tree = Seeds.Tree("southeast-seattle");
        var five = tree.RespondingNodes(Audience.Family, tree.Collections.Single(collection => collection.Id.Value == "five-in-five").Id);
        Assert.Equal(5, five.Count);
        Assert.All(tree.RespondingNodes(Audience.Family, under: null), school =>
        {
            Assert.InRange(school.Enrolment!.Value, 180, 1_200);
            Assert.InRange(school.ReducedLunchPercent!.Value, 60, 90);
            Assert.InRange(school.EnglishLearnerPercent!.Value, 0, 45);
        });
    }

    [Fact]
    public void The_family_survey_is_offered_in_four_languages_and_has_a_reversed_item()
    {
        var survey = Seeds.Survey("family-climate", 1);
        Assert.Equal(["en", "es", "so", "ar"], survey.Languages);
        Assert.Equal(OptionClass.Unfavorable, survey.Items.Single(item => item.Id == "hard-to-reach").Options[0].Class);
        Assert.All(survey.Topics, topic => Assert.True(survey.Items.Count(item => item.TopicId == topic.Id) >= 4));
    }
}
