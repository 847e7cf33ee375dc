namespace SurveyStorage.Sqlite;

/// <summary>
/// Keys as text that SQLite, which sorts by code points, puts into the ordinal order of the keys' UTF-16 units, as the contract wants
/// it. Text without units above U+D7FF is itself; any other such unit becomes a character of its own above all those.
/// </summary>
internal static class OrderedKey
{
    private const char FirstMoved = '\uD800';
    private const int MovedTo = 0x10000;

    /// <summary>Any text has a form, half a surrogate pair too: a range may end anywhere.</summary>
    public static string Of(string key) => key.AsSpan().IndexOfAnyInRange(FirstMoved, char.MaxValue) < 0
        ? key
        : string.Concat(key.Select(unit => unit < FirstMoved ? $"{unit}" : char.ConvertFromUtf32(MovedTo + unit - FirstMoved)));

    public static string Key(string ordered) => ordered.AsSpan().IndexOfAnyInRange(FirstMoved, char.MaxValue) < 0
        ? ordered
        : string.Concat(ordered.EnumerateRunes().Select(rune => (char)(rune.IsBmp ? rune.Value : rune.Value - MovedTo + FirstMoved)));
}
