namespace Surveys.Ids;

/// <summary>The id of a school, or in a member survey the member organisation, that responses are about. A <see cref="Slug"/>.</summary>
/// <exception cref="FormatException">Not a slug.</exception>
public readonly record struct SchoolId(string Value)
{
    public string Value { get => field ?? throw new InvalidOperationException("This SchoolId was never set."); } = Slug.Require(Value);

    /// <summary>Every school is also a scope of its own.</summary>
    public ScopeId AsScope() => new(Value);

    public static bool TryParse(string? text, out SchoolId id)
    {
        id = Slug.IsValid(text) ? new SchoolId(text!) : default;
        return id != default;
    }

    public override string ToString() => Value;
}
