using System.Text.Json;

using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Readings;

namespace Surveys.DefinitionFiles;

/// <summary>
/// One value of a definition file and the JSON pointer to it. A reading that fails reports why and gives a stand-in
/// (empty text, empty list, null), so that the rest of the file is still read and all problems are found at once.
/// </summary>
internal readonly struct DefinitionValue(JsonElement element, string pointer, ProblemList problems)
{
    public string Pointer => pointer;

    public void Report(string message) => problems.Add(pointer, message);

    /// <summary>Reports a problem of a part of this value.</summary>
    public void ReportAt(string name, string message) => problems.Add(PointerTo(name), message);

    private string PointerTo(string name) => $"{pointer}/{JsonLines.Escape(name)}";

    /// <summary>Text with at least one character that is seen and none that is a control character; else empty.</summary>
    /// <param name="maxLength">In characters (UTF-16 units).</param>
    public string Text(int maxLength = int.MaxValue)
    {
        if (element.ValueKind != JsonValueKind.String)
            return WrongType("a text", "");
        var text = element.GetString()!;
        if (string.IsNullOrWhiteSpace(text))
            Report("This text is empty: write it.");
        else if (ControlCharacters.IndexIn(text, areLinesAllowed: true) is >= 0 and var index)
            Report(ControlCharacters.Explain(text, index));
        else if (text.Length > maxLength)
            Report($"This text has {text.Length} characters: at most {maxLength} are allowed, shorten it.");
        else
            return text;
        return "";
    }

    /// <summary>An id. One of the wrong form is reported and still given, so that what refers to it is found.</summary>
    public string Id()
    {
        var id = Text();
        if (id.Length > 0 && !Slug.IsValid(id))
            Report(Slug.Explain(id));
        return id;
    }

    public int? WholeNumber(int min, int max)
    {
        if (element.ValueKind != JsonValueKind.Number)
            return WrongType("a whole number", (int?)null);
        // Spreadsheets' libraries write 7.0.
        if (element.TryGetDecimal(out var number) && number == decimal.Truncate(number) && number >= min && number <= max)
            return (int)number;
        var range = max == int.MaxValue ? $"of at least {min}" : min == max ? $"{min}" : $"from {min} to {max}";
        Report($"{element.GetRawText()} does not fit: use {(min == max ? "" : "a whole number ")}{range}.");
        return null;
    }

    public LocalTime? LocalTime()
    {
        var text = Text();
        if (Definitions.LocalTime.TryParse(text, out var time))
            return time;
        if (text.Length > 0)
            Report($"'{text}' is no time: write it as {Definitions.LocalTime.Example}, by the clocks of the tenant's time zone.");
        return null;
    }

    public bool Flag() => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => WrongType("true or false", false),
    };

    public T? Choice<T>(IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        var name = Text();
        if (name.Length == 0)
            return null;
        if (choices.TryGetValue(name, out var choice))
            return choice;
        Report($"'{name}' is not known here: use {string.Join(", ", choices.Keys)}.");
        return null;
    }

    /// <summary>One of them, or a list of several, each once.</summary>
    public IReadOnlyList<T> Choices<T>(IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (element.ValueKind != JsonValueKind.Array)
            return Choice(choices) is { } only ? [only] : [];
        var chosen = new List<T>();
        foreach (var entry in List(1, choices.Count))
        {
            if (entry.Choice(choices) is not { } choice)
                continue;
            if (chosen.Contains(choice))
                entry.Report("This is in the list twice: remove one.");
            chosen.Add(choice);
        }
        return chosen;
    }

    /// <summary>The values of a list, however many; a count outside the range is reported.</summary>
    public IReadOnlyList<DefinitionValue> List(int min, int max)
    {
        if (element.ValueKind != JsonValueKind.Array)
            return WrongType<IReadOnlyList<DefinitionValue>>("a list", []);

        var list = new List<DefinitionValue>();
        foreach (var entry in element.EnumerateArray())
            list.Add(new DefinitionValue(entry, $"{pointer}/{list.Count}", problems));
        if (list.Count < min)
            Report($"This list has {(list.Count == 1 ? "1 entry" : $"{list.Count} entries")}: give at least {min}.");
        if (list.Count > max)
            Report($"This list has {list.Count} entries: at most {max} are allowed, remove {list.Count - max}.");
        return list;
    }

    /// <summary>The properties of an object; those not in <paramref name="known"/> are reported.</summary>
    public DefinitionObject Object(IReadOnlyList<string> known)
    {
        var properties = Properties();
        foreach (var name in properties?.Keys.Except(known) ?? [])
            ReportAt(name, $"The property '{name}' is not known here: remove it, or use one of {string.Join(", ", known)}.");
        return new DefinitionObject(this, properties);
    }

    /// <summary>The properties of an object of any names, in file order; null if this is no object. One given twice is reported.</summary>
    public IReadOnlyDictionary<string, DefinitionValue>? Properties()
    {
        if (element.ValueKind != JsonValueKind.Object)
            return WrongType<IReadOnlyDictionary<string, DefinitionValue>?>("an object in { }", null);

        var properties = new OrderedDictionary<string, DefinitionValue>();
        foreach (var property in element.EnumerateObject())
        {
            if (!properties.TryAdd(property.Name, new DefinitionValue(property.Value, PointerTo(property.Name), problems)))
                ReportAt(property.Name, $"The property '{property.Name}' is given twice: remove one.");
        }
        return properties;
    }

    private T WrongType<T>(string expected, T standIn)
    {
        var found = element.ValueKind switch
        {
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "true or false",
            JsonValueKind.Array => "a list",
            JsonValueKind.Object => "an object",
            _ => "null",
        };
        Report($"This is {found} where {expected} belongs: replace it.");
        return standIn;
    }
}

/// <summary>
/// The properties of one object of a definition file; without any, and silent about it, if the file has something else in
/// its place.
/// </summary>
internal sealed class DefinitionObject(DefinitionValue place, IReadOnlyDictionary<string, DefinitionValue>? properties)
{
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
