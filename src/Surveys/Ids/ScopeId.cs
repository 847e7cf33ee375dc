namespace Surveys.Ids;

/// <summary>The id of what results are shown for: a node of the organisation tree or a collection; unique within a tenant. A <see cref="Slug"/>.</summary>
public readonly record struct ScopeId
{
    private readonly string _value;

    /// <exception cref="FormatException">Not a slug.</exception>
    public ScopeId(string value) => _value = Slug.Require(value);

    public string Value => _value ?? throw new InvalidOperationException("This ScopeId was never set.");

    public static bool TryParse(string? text, out ScopeId id)
    {
        id = Slug.IsValid(text) ? new ScopeId(text!) : default;
        return id._value is not null;
    }

    public override string ToString() => Value;
}
