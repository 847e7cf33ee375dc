namespace Surveys.Ids;

/// <summary>The id of an organisation that runs surveys and cannot see any other. A <see cref="Slug"/>.</summary>
public readonly record struct TenantId
{
    private readonly string _value;

    /// <exception cref="FormatException">Not a slug.</exception>
    public TenantId(string value) => _value = Slug.Require(value);

    public string Value => _value ?? throw new InvalidOperationException("This TenantId was never set.");

    public static bool TryParse(string? text, out TenantId id)
    {
        id = Slug.IsValid(text) ? new TenantId(text!) : default;
        return id._value is not null;
    }

    public override string ToString() => Value;
}
