namespace Surveys.DefinitionFiles;

/// <summary>
/// The properties of one object of a definition file; without any, and silent about it, if the file has something else in
/// its place.
/// </summary>
internal sealed class DefinitionObject(DefinitionValue place, IReadOnlyDictionary<string, DefinitionValue>? properties)
{
    public string Pointer => place.Pointer;

    public bool Has(string name) => properties?.ContainsKey(name) ?? false;

    /// <summary>Null: it is missing, and that is reported.</summary>
    public DefinitionValue? Required(string name)
    {
        if (properties is not null && !properties.ContainsKey(name))
            place.ReportAt(name, $"The property '{name}' is missing: add it.");
        return Optional(name);
    }

    public DefinitionValue? Optional(string name) =>
        properties is not null && properties.TryGetValue(name, out var value) ? value : null;

    public void Report(string name, string message) => place.ReportAt(name, message);
}
