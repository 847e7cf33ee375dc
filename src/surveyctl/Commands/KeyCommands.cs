using SurveyEngine.People;

namespace Surveyctl.Commands;

/// <summary>Keys with which programs read results that are not public.</summary>
internal static class KeyCommands
{
    private const int MostDays = 730;

    public static Command All() => new SurveyctlCommand(
        "keys", "Makes keys with which programs read results that are not public, lists them, and takes them back.", "surveyctl keys list --tenant southeast-seattle")
    {
        Make(), List(), Revoke(),
    };

    private static SurveyctlCommand Make()
    {
        var name = new Argument<string>("name") { Description = "What the key is for, as the list shows it." };
        var tenant = Parameters.Tenant("Whose results.");
        var scope = Parameters.Text("--scope", "id", "A district, school or collection: that, what is below it, and the figures above it to compare with. Default: all.");
        var days = Parameters.Number("--days", "How long it holds.", (int)ManagePeople.UsualKeyLifetime.TotalDays, most: MostDays);
        return new StorageCommand("make", StorageUse.Change,
            "Makes a key that a program sends with every request, as 'Authorization: Bearer <key>', and that sees what a viewer sees. It is told now and never again: "
            + "only a hash of it is stored.",
            "surveyctl keys make \"Power BI\" --tenant southeast-seattle",
            "surveyctl keys make \"District portal\" --tenant southeast-seattle --scope alder-bridge-high --days 90")
        {
            name, tenant, scope, days,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var of = await PeopleCommands.TenantAsync(engine, parsed.GetRequiredValue(tenant), cancellationToken);
            if (!PersonName.IsClean(parsed.GetRequiredValue(name)))
                throw new CommandFailedException($"That is no name: 1 to {PersonName.MostCharacters} characters that can be seen.");
            var grant = new Grant(Role.Viewer, await PeopleCommands.ScopeAsync(engine, of, parsed.GetValue(scope), cancellationToken));
            var (program, secret) = await engine.People.AddAsync(
                of, parsed.GetRequiredValue(name), grant, isProgram: true, TimeSpan.FromDays(parsed.GetValue(days)), Audited.By(parsed), cancellationToken);
            var key = ApiKey.Of(program, secret).ToString();
            report.Line($"{program.Name} ({program.Id}), {program.Grant}, until {program.SecretExpiresAt:yyyy-MM-dd HH:mm} UTC. Keep it where passwords are kept:");
            report.Line(key);
            report.Json(new KeyDocument(program.Id, program.Name, program.Grant.Scope?.Value, program.SecretExpiresAt!.Value, key));
        });
    }

    private static SurveyctlCommand List()
    {
        var tenant = Parameters.Tenant("Whose.");
        return new StorageCommand("list", StorageUse.Read, "Lists the keys of programs, without the keys.", "surveyctl keys list --tenant southeast-seattle")
        {
            tenant,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var of = await PeopleCommands.TenantAsync(engine, parsed.GetRequiredValue(tenant), cancellationToken);
            var programs = (await engine.People.ListAsync(of, cancellationToken)).Where(person => person.IsProgram).ToList();
            if (programs.Count == 0)
                report.Line($"There are no keys. surveyctl keys make NAME --tenant {of}");
            else
                report.Table(["Id", "For", "Sees", "State"], programs.Select(program => new[] { program.Id, program.Name, program.Grant.ToString(), StateOf(program) }));
            report.Json(new KeysDocument(of.Value, programs.Select(program => new ListedKeyDocument(
                program.Id, program.Name, program.Grant.Scope?.Value, program.AddedAt, program.AddedBy, program.SecretExpiresAt, program.RevokedAt))));
        });
    }

    private static SurveyctlCommand Revoke()
    {
        var id = new Argument<string>("id") { Description = "Of the list." };
        var tenant = Parameters.Tenant("Whose.");
        return new StorageCommand("revoke", StorageUse.Change, "Takes a key back, for good, within a minute.", "surveyctl keys revoke 5e4d3c2b1a0f --tenant southeast-seattle")
        {
            id, tenant,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var of = await PeopleCommands.TenantAsync(engine, parsed.GetRequiredValue(tenant), cancellationToken);
            var program = await engine.People.RevokeAsync(of, parsed.GetRequiredValue(id), Audited.By(parsed), cancellationToken, known => known.IsProgram)
                ?? throw new CommandFailedException($"Tenant {of} has no key '{parsed.GetRequiredValue(id)}' that still holds: 'surveyctl keys list --tenant {of}' shows those there are.");
            report.Line($"The key of {program.Name} ({program.Id}) holds no longer, within a minute.");
            report.Json(new PersonRevokedDocument(program.Id, program.RevokedAt!.Value));
        });
    }

    private static string StateOf(Person program) =>
        program.RevokedAt is { } revoked ? $"revoked {revoked:yyyy-MM-dd}"
        : program.SecretExpiresAt is not { } expires ? "ended by a restore"
        : expires > TimeProvider.System.GetUtcNow() ? $"until {expires:yyyy-MM-dd}" : "expired";
}
