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
public sealed class FindReach(DefinitionStore definitions, ManagePeople people)
{
    /// <summary>Before something is changed: of who it is as they are now, and not up to a minute ago.</summary>
    /// <returns>Null: they may no more, or the tenant is gone.</returns>
    public async Task<PeopleContext?> FindNowAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var known = Session.PersonOf(context)!;
        return await people.FindAsync(known.Tenant, known.Id, cancellationToken) is { RevokedAt: null } now && now.Stamp == known.Stamp
            && now.Grant.Role >= Role.Coordinator && await definitions.FindTenantAsync(known.Tenant, cancellationToken) is not null
            ? await FindAsync(now, cancellationToken)
            : null;
    }

    public Task<PeopleContext> FindAsync(HttpContext context, CancellationToken cancellationToken) => FindAsync(Session.PersonOf(context)!, cancellationToken);

    private async Task<PeopleContext> FindAsync(Person by, CancellationToken cancellationToken)
    {
        var tenant = await definitions.FindTenantAsync(by.Tenant, cancellationToken);
        return new PeopleContext(by, await definitions.FindOrganisationsAsync(by.Tenant, cancellationToken), tenant is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(tenant.TimeZone));
    }
}
