namespace Surveys.Ids;

/// <summary>
/// The id of one response: a UUID that the respondent's form or client made, so that a retry names the same row.
/// Whoever knows it can withdraw the response; it is never listed or logged.
/// </summary>
public readonly record struct ResponseId(Guid Value)
{
    /// <summary>Accepts only the hyphenated form and never the nil UUID.</summary>
    public static bool TryParse(string? text, out ResponseId id)
    {
        var valid = Guid.TryParseExact(text, "D", out var guid) && guid != Guid.Empty;
        id = new ResponseId(valid ? guid : Guid.Empty);
        return valid;
    }

    /// <summary>32 lower-case hexadecimal digits, as it stands in a row key.</summary>
    public string ToKey() => Value.ToString("N");

    public override string ToString() => Value.ToString("D");
}
