namespace Surveys.Ids;

/// <summary>The id of a school, or in a member survey the member organisation, that responses are about. A <see cref="Slug"/>.</summary>
public readonly record struct SchoolId
{
    private readonly string _value;

    /// <exception cref="FormatException">Not a slug.</exception>
    public SchoolId(string value) => _value = Slug.Require(value);

    public string Value => _value ?? throw new InvalidOperationException("This SchoolId was never set.");

    /// <summary>Every school is also a scope of its own.</summary>
    public ScopeId AsScope() => new(Value);

    public static bool TryParse(string? text, out SchoolId id)
    {
        id = Slug.IsValid(text) ? new SchoolId(text!) : default;
        return id._value is not null;
    }

    public override string ToString() => Value;
}
