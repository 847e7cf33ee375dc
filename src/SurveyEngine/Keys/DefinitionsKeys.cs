using Surveys.Ids;

namespace SurveyEngine.Keys;

/// <summary>Keys of <c>Definitions</c>: one partition per tenant.</summary>
public static class DefinitionsKeys
{
    public const string Tenant = "tenant";

    /// <summary>Replaced by every change of organisations and collections, whose rules hold across rows.</summary>
    public const string Organisations = "organisations";

    public static readonly RowRange Nodes = RowRange.Prefix("node!");
    public static readonly RowRange Collections = RowRange.Prefix("collection!");
    public static readonly RowRange Waves = RowRange.Prefix("wave!");
    public static readonly RowRange Surveys = RowRange.Prefix("survey!");

    public static string Survey(SurveyId id, int version) => $"survey!{id}!{version:D4}";

    /// <param name="tag">As a survey names it.</param>
    public static string Language(string tag) => $"language!{tag}";

    public static string Node(IEnumerable<ScopeId> path) => "node!" + string.Join('!', path);

    public static string Collection(ScopeId id) => $"collection!{id}";

    /// <summary>Of a node or a collection.</summary>
    public static string IdOf(string rowKey) => rowKey[(rowKey.LastIndexOf('!') + 1)..];

    public static string Wave(WaveId id) => $"wave!{id}";

    /// <summary>Beside the wave's definition, which may be replaced.</summary>
    public static string Preview(WaveId id) => $"preview!{id}";

    public static WaveId WaveOf(string rowKey) => new(rowKey["wave!".Length..]);
}
