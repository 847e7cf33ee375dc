namespace Surveys.Answers;

/// <summary>What somebody typed or pasted into a form, where nobody sees a character that could not be stored.</summary>
public static class TypedText
{
    /// <summary>
    /// The text with a line feed for whatever else breaks a line, such as the vertical tab of word processors, and without other control
    /// characters but the tab. Joiners and marks of direction, which scripts need, are no control characters and stay.
    /// </summary>
    public static string Clean(string typed)
    {
        var text = typed.ReplaceLineEndings("\n").Replace('\v', '\n');
        return text.Any(IsDropped) ? string.Concat(text.Where(c => !IsDropped(c))) : text;
    }

    private static bool IsDropped(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
