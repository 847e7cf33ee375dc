using SurveyEngine.Keys;

using Surveys.DefinitionFiles;
using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Organisations;
using Surveys.Readings;
using Surveys.Tallies;

namespace SurveyEngine.Waves;

/// <summary>What a wave would pin if it opened now.</summary>
/// <param name="Nodes">In path order, schools in buckets in the same order.</param>
public sealed record WavePlan(
    TenantDefinition Tenant,
    Stored<WaveDefinition> Definition,
    Stored<SurveyVersion> Survey,
    OrganisationTree Organisations,
    WaveTimes Times,
    IReadOnlyList<WaveNode> Nodes)
{
    /// <summary>The nodes that answer: schools, or members.</summary>
    public IEnumerable<WaveNode> Schools => Nodes.Where(node => node.Bucket is not null);
}

/// <summary>Finds out what a wave would pin if it opened now, or what is missing to open it.</summary>
public sealed class PlanWave(DefinitionStore definitions)
{
    /// <summary>A fold names every tally of a bucket in one transaction.</summary>
    public const int SchoolsPerBucket = 50;

    public async Task<Reading<WavePlan, DefinitionProblem>> ReadAsync(TenantId tenantId, WaveId id, CancellationToken cancellationToken)
    {
        if (await definitions.FindTenantAsync(tenantId, cancellationToken) is not { } tenant)
            return Problem($"There is no tenant '{tenantId}': load it first.");
        if (await definitions.FindWaveAsync(tenantId, id, cancellationToken) is not { } definition)
            return Problem($"Tenant '{tenantId}' has no wave '{id}': load it first.");
        if (await definitions.FindSurveyAsync(tenantId, definition.Value.Survey, definition.Value.Version, cancellationToken) is not { } stored)
            return Problem($"Wave '{id}' names survey '{definition.Value.Survey}' version {definition.Value.Version}, which is not loaded.");
        var survey = stored with { Value = stored.Value.For(definition.Value.Audience) };
        var loaded = await definitions.ReadOrganisationsAsync(tenantId, cancellationToken);
        if (loaded.Organisations.Count == 0)
            return Problem($"Tenant '{tenantId}' has no organisations: load them first.");
        var reading = OrganisationTree.Build(loaded.Organisations, loaded.Collections);
        if (reading.Value is not { } tree)
            return Problem($"The organisations of tenant '{tenantId}' do not fit together, as after an import that stopped: load them again. {reading.Problems[0]}");
        // Each may have been replaced since they were loaded together.
        if (WaveRules.Check(definition.Value, stored.Value, tree) is { Count: > 0 } misfits)
            return Reading<WavePlan, DefinitionProblem>.Failed(misfits);

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(tenant.TimeZone, out var zone))
            return Problem($"This machine knows no time zone '{tenant.TimeZone}', that of tenant '{tenantId}'.");
        var times = WaveTimes.Read(definition.Value, zone);
        if (times.Value is null)
            return Reading<WavePlan, DefinitionProblem>.Failed(times.Problems);

        var plan = new WavePlan(tenant, definition, survey, tree, times.Value, NodesOf(tree, definition.Value, survey.Value.Audience));
        if (new TallyLayout(survey.Value).WorstRowBytes > TallyLayout.LargestRowBytes)
            return Problem($"The survey of wave '{id}' counts too much for one school: use fewer groups, group values or items, in a new version.");
        return plan.Schools.Count() is > ResponsesPartition.MaxBuckets * SchoolsPerBucket and var schools
            ? Problem($"Wave '{id}' has {schools} schools; {ResponsesPartition.MaxBuckets * SchoolsPerBucket} is the most one wave can have.")
            : plan;
    }

    private static DefinitionProblem Problem(string message) => new("", message);

    internal static List<WaveNode> NodesOf(OrganisationTree tree, WaveDefinition definition, Audience audience)
    {
        // Above the node that a wave is under there would be scopes with the same figures under a larger name.
        var root = definition.Under is { } under && tree.FindNode(under) is { } top ? top.Path.Count - 1 : 0;
        var nodes = new List<WaveNode>();
        var schools = 0;
        foreach (var (node, answers) in tree.Pin(audience, definition.Under))
        {
            if (node.Path.Count <= root)
                continue;
            nodes.Add(new WaveNode
            {
                Path = [.. node.Path.Skip(root)],
                Name = node.Name,
                Kind = node.Kind,
                Population = answers ? PopulationOf(node, definition.Population) : null,
                Bucket = answers ? schools++ / SchoolsPerBucket : null,
                Collections = [.. tree.CollectionsOf(node).Select(collection => collection.Id)],
            });
        }
        return nodes;
    }

    private static int? PopulationOf(OrganisationNode node, Population population) => population switch
    {
        Population.Students => node.Enrolment,
        Population.Households => node.Households,
        Population.Staff => node.Staff,
        _ => null,
    };
}
