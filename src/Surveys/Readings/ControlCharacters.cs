namespace Surveys.Readings;

/// <summary>
/// Characters that are no text: nobody sees them, and a terminal obeys them. Names and questions have none, and no message repeats one.
/// </summary>
internal static class ControlCharacters
{
    private const char Replacement = '\uFFFD';

    /// <summary>Where the first one stands; -1: there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="areLinesAllowed">Line feeds and tabs are no mistake.</param>
    public static int IndexIn(string text, bool areLinesAllowed)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && !(areLinesAllowed && text[i] is '\n' or '\t'))
                return i;
        }
        return -1;
    }

    public static string Explain(string text, int index) =>
        $"Character {index + 1} is the control character U+{(int)text[index]:X4}, which nobody can see: remove it.";

    /// <summary>The text as it may be shown to somebody whose file it is wrong in.</summary>
    public static string Hide(string text) =>
        IndexIn(text, areLinesAllowed: false) < 0 ? text : string.Concat(text.Select(c => char.IsControl(c) ? Replacement : c));
}
