namespace Surveys.Ids;

/// <summary>The id of one opening of a survey; unique over all tenants, because it stands alone in a URL. A <see cref="Slug"/>.</summary>
/// <exception cref="FormatException">Not a slug.</exception>
public readonly record struct WaveId(string Value)
{
    public string Value { get => field ?? throw new InvalidOperationException("This WaveId was never set."); } = Slug.Require(Value);

    public static bool TryParse(string? text, out WaveId id)
    {
        id = Slug.IsValid(text) ? new WaveId(text!) : default;
        return id != default;
    }

    public override string ToString() => Value;
}
