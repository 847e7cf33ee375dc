namespace Surveys.Ids;

/// <summary>The id of an organisation that runs surveys and cannot see any other. A <see cref="Slug"/>.</summary>
/// <exception cref="FormatException">Not a slug.</exception>
public readonly record struct TenantId(string Value)
{
    public string Value { get => field ?? throw new InvalidOperationException("This TenantId was never set."); } = Slug.Require(Value);

    public static bool TryParse(string? text, out TenantId id)
    {
        id = Slug.IsValid(text) ? new TenantId(text!) : default;
        return id != default;
    }

    public override string ToString() => Value;
}
