using SurveyEngine.People;

using SurveyFunctions.Pages;

namespace Surveyctl.Commands;

/// <summary>Who may sign in to see results that are not public.</summary>
internal static class PeopleCommands
{
    private const int MostDays = 60;

    private static readonly IReadOnlyDictionary<string, Role> Roles = new OrderedDictionary<string, Role>
    {
        ["viewer"] = Role.Viewer,
        ["coordinator"] = Role.Coordinator,
        ["admin"] = Role.Admin,
    };

    public static Command All() => new SurveyctlCommand(
        "people", "Invites those who may see results that are not public, lists them, and takes that back.", "surveyctl people list --tenant southeast-seattle")
    {
        Invite(), List(), Revoke(),
    };

    private static SurveyctlCommand Invite()
    {
        var name = new Argument<string>("name") { Description = "Who, as the list shows it; or with --renew the id of somebody listed." };
        var tenant = Parameters.Tenant("Whose results.");
        var role = new Option<string>("--role") { Description = "viewer, coordinator or admin.", HelpName = "role", DefaultValueFactory = _ => "viewer" };
        role.AcceptOnlyFromAmong([.. Roles.Keys]);
        var scope = Parameters.Text("--scope", "id", "A district, school or collection: that, what is below it, and the figures above it to compare with. Default: all.");
        var days = Parameters.Number("--days", "How long the link can be used.", (int)ManagePeople.UsualLinkLifetime.TotalDays, most: MostDays);
        var renew = Parameters.Flag("--renew", "A new link for somebody who was invited before; the one before holds no longer.");
        var address = Parameters.Url("that of a running 'surveyctl up'");
        return new StorageCommand("invite", StorageUse.Change,
            "Makes a link that signs somebody in, once. It is told now and never again: only a hash of it is stored.",
            "surveyctl people invite \"Diaz at Alder Bridge High\" --tenant southeast-seattle --scope alder-bridge-high",
            "surveyctl people invite \"Coalition office\" --tenant southeast-seattle --role coordinator --url https://surveys.example.org",
            "surveyctl people invite 0a1b2c3d4e5f --tenant southeast-seattle --renew")
        {
            name, tenant, role, scope, days, renew, address,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var of = await TenantAsync(engine, parsed.GetRequiredValue(tenant), cancellationToken);
            var url = AppChoice.RequireUrl(parsed, address);
            if (parsed.GetValue(renew) && (parsed.GetValue(scope) is not null || parsed.GetResult(role) is { Implicit: false }))
                throw new CommandFailedException("--renew makes another link for what somebody may see already: leave --scope and --role out, or revoke them and invite anew.");
            if (parsed.GetRequiredValue(role) is "admin" && parsed.GetValue(scope) is not null)
                throw new CommandFailedException("An admin is of all of the tenant: leave --scope out.");
            if (!parsed.GetValue(renew) && !PersonName.IsClean(parsed.GetRequiredValue(name)))
                throw new CommandFailedException($"That is no name: 1 to {PersonName.MostCharacters} characters that can be seen.");
            var (by, lifetime) = (Audited.By(parsed), TimeSpan.FromDays(parsed.GetValue(days)));
            var called = parsed.GetRequiredValue(name);
            var (person, secret) = parsed.GetValue(renew)
                ? await engine.People.RenewAsync(of, called, lifetime, by, cancellationToken) ?? throw Unknown(of, called)
                : await engine.People.AddAsync(
                    of, called, new Grant(Roles[parsed.GetValue(role)!], await ScopeAsync(engine, of, parsed.GetValue(scope), cancellationToken)), isProgram: false,
                    lifetime, by, cancellationToken);
            var link = new Uri(url, Address.Of(Address.Invitation, of.Value, person.Id, secret));
            report.Line($"{person.Name} ({person.Id}), {person.Grant}. The link works once, until {person.SecretExpiresAt:yyyy-MM-dd HH:mm} UTC. Give it to nobody else:");
            report.Line(link.AbsoluteUri);
            report.Json(new InvitationDocument(person.Id, person.Name, NameOf(person.Grant.Role), person.Grant.Scope?.Value, person.SecretExpiresAt!.Value, link.AbsoluteUri));
        });
    }

    private static SurveyctlCommand List()
    {
        var tenant = Parameters.Tenant("Whose.");
        return new StorageCommand("list", StorageUse.Read, "Lists who may sign in, and who may no more.", "surveyctl people list --tenant southeast-seattle")
        {
            tenant,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var of = await TenantAsync(engine, parsed.GetRequiredValue(tenant), cancellationToken);
            var now = TimeProvider.System.GetUtcNow();
            var people = (await engine.People.ListAsync(of, cancellationToken)).Where(person => !person.IsProgram).ToList();
            if (people.Count == 0)
                report.Line($"Nobody is invited. surveyctl people invite NAME --tenant {of}");
            else
                report.Table(["Id", "Name", "Role", "State"], people.Select(person => new[] { person.Id, person.Name, person.Grant.ToString(), StateOf(person, now) }));
            report.Json(new PeopleDocument(of.Value, people.Select(person => new PersonDocument(
                person.Id, person.Name, NameOf(person.Grant.Role), person.Grant.Scope?.Value, person.AddedAt, person.AddedBy, person.SecretExpiresAt, person.SignedInAt, person.RevokedAt))));
        });
    }

    private static SurveyctlCommand Revoke()
    {
        var id = new Argument<string>("id") { Description = "Of the list." };
        var tenant = Parameters.Tenant("Whose.");
        return new StorageCommand("revoke", StorageUse.Change,
            "Takes back what somebody may see, for good: their link holds no longer, and their sessions end within a minute.",
            "surveyctl people revoke 0a1b2c3d4e5f --tenant southeast-seattle")
        {
            id, tenant,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var of = await TenantAsync(engine, parsed.GetRequiredValue(tenant), cancellationToken);
            try
            {
                var person = await engine.People.RevokeAsync(of, parsed.GetRequiredValue(id), Audited.By(parsed), cancellationToken, known => !known.IsProgram) ?? throw Unknown(of, parsed.GetRequiredValue(id));
                report.Line($"{person.Name} ({person.Id}) may see nothing more than anybody; sessions that are open end within a minute.");
                report.Json(new PersonRevokedDocument(person.Id, person.RevokedAt!.Value));
            }
            catch (LastAdminException last)
            {
                throw new CommandFailedException(last.Message);
            }
        });
    }

    private static CommandFailedException Unknown(TenantId tenant, string id) =>
        new($"Tenant {tenant} has nobody '{id}' who may still sign in: 'surveyctl people list --tenant {tenant}' shows who may.");

    public static async Task<TenantId> TenantAsync(Engine engine, string named, CancellationToken cancellationToken) =>
        !TenantId.TryParse(named, out var tenant) ? throw new CommandFailedException($"--tenant: {Slug.Explain(named)}")
        : await engine.Definitions.FindTenantAsync(tenant, cancellationToken) is not null ? tenant
        : throw new CommandFailedException($"There is no tenant '{tenant}': 'surveyctl tenant list' shows those there are.");

    public static async Task<ScopeId?> ScopeAsync(Engine engine, TenantId tenant, string? named, CancellationToken cancellationToken)
    {
        if (named is null)
            return null;
        if (!ScopeId.TryParse(named, out var scope))
            throw new CommandFailedException($"--scope: {Slug.Explain(named)}");
        var organisations = await engine.Definitions.ReadOrganisationsAsync(tenant, cancellationToken);
        return organisations.Organisations.Any(node => node.Id == named) || organisations.Collections.Any(collection => collection.Id == named)
            ? scope
            : throw new CommandFailedException($"--scope: tenant {tenant} has no organisation or collection '{scope}'.");
    }

    private static string NameOf(Role role) => role.ToString().ToLowerInvariant();

    private static string StateOf(Person person, DateTimeOffset now) => person switch
    {
        { RevokedAt: not null } => $"revoked {person.RevokedAt:yyyy-MM-dd}",
        { SecretHash: not null } when person.SecretExpiresAt > now => $"link until {person.SecretExpiresAt:yyyy-MM-dd}",
        { SignedInAt: not null } => $"signed in {person.SignedInAt:yyyy-MM-dd}",
        _ => "link expired",
    };
}
