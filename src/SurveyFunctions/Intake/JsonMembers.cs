using System.Text.Json;

using SurveyFunctions.Problems;

namespace SurveyFunctions.Intake;

/// <summary>The members of an object by name. Looking a name up in the JSON itself fails on names that no string can be made of.</summary>
public sealed class JsonMembers
{
    private readonly Dictionary<string, JsonElement> _members = [];

    /// <param name="root">A JSON object.</param>
    /// <param name="known">The members it may have.</param>
    /// <param name="errors">Gets what is there twice or is none of these.</param>
    public static JsonMembers Read(JsonElement root, IReadOnlyList<string> known, List<SubmissionError> errors)
    {
        var read = new JsonMembers();
        foreach (var member in root.EnumerateObject())
        {
            var name = TextOrNull(() => member.Name) ?? "\uFFFD";
            if (!known.Contains(name))
                errors.Add(new SubmissionError("/" + SubmissionError.Escape(name), "unknown-member", "There is no such member here."));
            else if (!read._members.TryAdd(name, member.Value))
                errors.Add(new SubmissionError("/" + name, "repeated-member", "The member stands there twice."));
        }
        return read;
    }

    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>Null: it is missing or of another kind.</summary>
    public JsonElement? OfKind(string name, JsonValueKind kind) =>
        _members.TryGetValue(name, out var value) && value.ValueKind == kind ? value : null;

    /// <summary>Null: it is missing, no string, or one that no text can be made of.</summary>
    public string? Text(string name) => OfKind(name, JsonValueKind.String) is { } value ? TextOrNull(() => value.GetString()!) : null;

    /// <summary>Null: JSON may hold half a surrogate pair as an escape, which no string can be made of.</summary>
    private static string? TextOrNull(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
