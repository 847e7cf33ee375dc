using SurveyEngine.People;
using SurveyEngine.Waves;

using SurveyFunctions.Access;

using Surveys.Organisations;

namespace SurveyFunctions.People;

/// <summary>Who works on people, and on whom they may.</summary>
/// <param name="Zone">The tenant's, in which times are shown.</param>
public sealed record PeopleContext(Person By, OrganisationTree? Organisations, TimeZoneInfo Zone)
{
    public Reach Reach { get; } = new(By, Organisations);
}

/// <inheritdoc cref="PeopleContext"/>
public sealed class FindReach(DefinitionStore definitions)
{
    public async Task<PeopleContext> FindAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var by = Session.PersonOf(context)!;
        var tenant = await definitions.FindTenantAsync(by.Tenant, cancellationToken);
        return new PeopleContext(by, await definitions.FindOrganisationsAsync(by.Tenant, cancellationToken), tenant is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(tenant.TimeZone));
    }
}
