namespace Surveys.Ids;

/// <summary>
/// The id of one response: a random UUID that the respondent's form or client made, so that a retry names the same row.
/// Whoever knows it can withdraw the response; it is never listed or logged.
/// </summary>
public readonly record struct ResponseId(Guid Value)
{
    private const int Random = 4;

    /// <summary>
    /// Accepts only the hyphenated form, and only random UUIDs (RFC 9562, version 4): others hold the time they were made, or the
    /// device, neither of which is stored of a respondent, and sort in the order of arrival.
    /// </summary>
    public static bool TryParse(string? text, out ResponseId id)
    {
        var valid = Guid.TryParseExact(text, "D", out var guid) && IsRandom(guid);
        id = new ResponseId(valid ? guid : Guid.Empty);
        return valid;
    }

    /// <summary>Whether it is one that <see cref="TryParse"/> accepts.</summary>
    public static bool IsRandom(Guid guid) =>
        // The variant's two highest bits are 10.
        guid is { Version: Random, Variant: >= 8 and <= 11 };

    /// <summary>32 lower-case hexadecimal digits, as it stands in a row key.</summary>
    public string ToKey() => Value.ToString("N");

    public override string ToString() => Value.ToString("D");
}
