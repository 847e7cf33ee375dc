using System.Text;
using System.Text.Json.Nodes;

using Surveys.Definitions;

namespace SurveyEngine.Waves;

/// <summary>The definition that a wave pinned, beside the one that is loaded now: its title may be mended, the rest stays.</summary>
/// <param name="wave">As it opened.</param>
/// <param name="loaded">Null: none is.</param>
/// <param name="tenant">As it is loaded; null: it is not.</param>
internal sealed class DefinitionComparison(Wave wave, WaveDefinition? loaded, TenantDefinition? tenant)
{
    /// <summary>Null: there is none, or it is one of another survey.</summary>
    private readonly IReadOnlyDictionary<string, string>? _title =
        loaded?.Title.Texts is { } texts && texts.ContainsKey(wave.Survey.Languages[0]) && !texts.Keys.Except(wave.Survey.Languages).Any() ? texts : null;

    public IEnumerable<MendedValue> Changes
    {
        get
        {
            if (tenant is not null && tenant.Name != wave.TenantName)
                yield return new MendedValue("name", wave.Tenant.Value, wave.TenantName, tenant.Name);
            var (before, after) = (wave.Definition.Title.Texts, _title ?? wave.Definition.Title.Texts);
            foreach (var language in before.Keys.Union(after.Keys).Where(language => before.GetValueOrDefault(language) != after.GetValueOrDefault(language)))
                yield return new MendedValue("title", language, before.GetValueOrDefault(language), after.GetValueOrDefault(language));
        }
    }

    /// <summary>Where it differs and stays as it is.</summary>
    public IEnumerable<string> Kept => loaded is null ? [] :
        from part in PartsOf(wave.Definition).Zip(PartsOf(loaded))
        where part.First != part.Second
        select $"The wave stays with {part.First}; {part.Second} is loaded.";

    /// <summary>The pinned definition with the loaded title.</summary>
    public byte[] TitleIn(byte[] json)
    {
        if (_title is null)
            return json;
        var definition = JsonNode.Parse(json)!.AsObject();
        definition["title"] = new JsonObject(_title.Select(text => KeyValuePair.Create(text.Key, (JsonNode?)text.Value)));
        return Encoding.UTF8.GetBytes(definition.ToJsonString());
    }

    private static string[] PartsOf(WaveDefinition definition) =>
    [
        $"survey {definition.Survey} version {definition.Version}",
        definition.Audience is { } audience ? $"audience '{audience.ToString().ToLowerInvariant()}'" : "the survey's audience",
        $"population '{definition.Population.ToString().ToLowerInvariant()}'",
        definition.Under is { } under ? $"the schools under '{under}'" : "all schools",
        $"a smallest cell of {definition.MinimumCell}",
        definition.Pace is { } pace ? $"a pace of {pace}" : "the usual pace",
        definition.IsDemo ? "demo data" : "real data",
    ];
}
