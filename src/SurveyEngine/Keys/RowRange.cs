namespace SurveyEngine.Keys;

/// <summary>Row keys with <c>From &lt;= key &lt; To</c>, in ordinal order.</summary>
public readonly record struct RowRange(string From, string To)
{
    /// <summary>Every key that begins with the prefix.</summary>
    public static RowRange Prefix(string prefix) => new(prefix, prefix[..^1] + (char)(prefix[^1] + 1));
}
