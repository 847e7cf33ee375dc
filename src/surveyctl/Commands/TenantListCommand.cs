using Surveyctl.Tables;

namespace Surveyctl.Commands;

/// <summary>All tenants.</summary>
internal sealed class TenantListCommand() : StorageCommand(
    "list", StorageUse.Read, "Lists the tenants, and how many waves of each are in which state: drafts are defined and not opened yet.",
    "surveyctl tenant list", "surveyctl tenant list --json")
{
    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var waves = await engine.FindWavesAsync(null, cancellationToken);
        var tenants = new List<Listed>();
        await foreach (var id in TablePartitions.ReadAsync(engine.Tables, StoreNames.Definitions, KeyRange.All, cancellationToken))
        {
            var tenant = new TenantId(id);
            var opened = waves.Where(wave => wave.Tenant == tenant).ToList();
            var drafts = (await engine.Definitions.ListWavesAsync(tenant, cancellationToken)).Except(opened.Select(wave => wave.Id)).Count();
            tenants.Add(new Listed(tenant, await engine.Definitions.FindTenantAsync(tenant, cancellationToken), drafts, opened));
        }
        report.Table(
            ["Tenant", "Name", "Time zone", .. Enum.GetNames<WaveState>()],
            tenants.Select(tenant => (string[])
            [
                tenant.Id.Value, tenant.Definition?.Name ?? "half deleted or half loaded", tenant.Definition?.TimeZone ?? "",
                .. Enum.GetValues<WaveState>().Select(state => tenant.WavesIn(state).ToString()),
            ]));
        report.Json(
            new TenantListDocument(tenants.Select(tenant => new ListedTenantDocument(
                tenant.Id.Value,
                tenant.Definition?.Name,
                tenant.Definition?.TimeZone,
                Enum.GetValues<WaveState>().ToDictionary(state => state.ToString().ToLowerInvariant(), tenant.WavesIn)))));
        return ExitCode.Ok;
    }

    /// <param name="Id">Of the partition.</param>
    /// <param name="Definition">Null: it is half deleted, or its loading did not come to its end.</param>
    /// <param name="Drafts">Waves that are defined and have not opened.</param>
    /// <param name="Opened">Those that have.</param>
    private sealed record Listed(TenantId Id, TenantDefinition? Definition, int Drafts, IReadOnlyList<Wave> Opened)
    {
        public int WavesIn(WaveState state) => state == WaveState.Draft ? Drafts : Opened.Count(wave => wave.State == state);
    }
}
