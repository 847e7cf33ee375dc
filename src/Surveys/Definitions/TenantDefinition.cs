using Surveys.Ids;

namespace Surveys.Definitions;

/// <summary>An organisation that runs surveys of its own and sees no other's.</summary>
public sealed record TenantDefinition
{
    public required TenantId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>An IANA name such as <c>America/Chicago</c>, in which dates are shown.</summary>
    public required string TimeZone { get; init; }
}
