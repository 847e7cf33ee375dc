using System.Text.Json;

using SurveyFunctions.Problems;

namespace SurveyFunctions.Intake;

/// <summary>Goes through the members of a JSON object and reports those that are there twice or are none of the known ones.</summary>
/// <param name="known">The members it may have, at most 32.</param>
/// <param name="errors">Gets what is wrong.</param>
public ref struct JsonMembers(string[] known, List<SubmissionError> errors)
{
    private uint _seen;

    /// <summary>The name of the next known member; null: there is none.</summary>
    /// <param name="json">At the beginning of the object or the end of a value; afterwards at the member's value, or the end of the object.</param>
    public string? Next(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = IndexOf(known, in json);
            if (member < 0)
                errors.Add(new SubmissionError("/" + SubmissionError.Escape(TextOf(in json)!), "unknown-member", "There is no such member here."));
            else if ((_seen & (1u << member)) != 0)
                errors.Add(new SubmissionError("/" + known[member], "repeated-member", "The member is given twice."));
            json.Read();
            if (member >= 0 && (_seen & (1u << member)) == 0)
            {
                _seen |= 1u << member;
                return known[member];
            }
            json.Skip();
        }
        return null;
    }

    /// <summary>The index of the text among these; -1: it is none of them, or no text.</summary>
    public static int IndexOf(IReadOnlyList<string> names, in Utf8JsonReader json)
    {
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            return -1;
        var unescaped = json.ValueIsEscaped ? TextOf(in json) : null;
        for (var i = 0; i < names.Count; i++)
        {
            if (unescaped is null ? json.ValueTextEquals(names[i]) : unescaped == names[i])
                return i;
        }
        return -1;
    }

    /// <summary>Null: it is no text. U+FFFD: JSON may hold half a surrogate pair as an escape, which no string can be made of.</summary>
    public static string? TextOf(in Utf8JsonReader json)
    {
        try
        {
            return json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? json.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }
}
