namespace Surveys.Ids;

/// <summary>The id of what results are shown for: a node of the organisation tree or a collection; unique within a tenant. A <see cref="Slug"/>.</summary>
/// <exception cref="FormatException">Not a slug.</exception>
public readonly record struct ScopeId(string Value)
{
    public string Value { get => field ?? throw new InvalidOperationException("This ScopeId was never set."); } = Slug.Require(Value);

    public static bool TryParse(string? text, out ScopeId id)
    {
        id = Slug.IsValid(text) ? new ScopeId(text!) : default;
        return id != default;
    }

    public override string ToString() => Value;
}
