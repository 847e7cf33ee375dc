namespace Surveys.Ids;

/// <summary>The id of one opening of a survey; unique over all tenants, because it stands alone in a URL. A <see cref="Slug"/>.</summary>
public readonly record struct WaveId
{
    private readonly string _value;

    /// <exception cref="FormatException">Not a slug.</exception>
    public WaveId(string value) => _value = Slug.Require(value);

    public string Value => _value ?? throw new InvalidOperationException("This WaveId was never set.");

    public static bool TryParse(string? text, out WaveId id)
    {
        id = Slug.IsValid(text) ? new WaveId(text!) : default;
        return id._value is not null;
    }

    public override string ToString() => Value;
}
