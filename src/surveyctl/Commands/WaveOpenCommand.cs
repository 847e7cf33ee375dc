namespace Surveyctl.Commands;

/// <summary>Opens a wave that was loaded.</summary>
internal sealed class WaveOpenCommand : StorageCommand
{
    private readonly Argument<string> _wave = Parameters.Wave();
    private readonly Option<string> _tenant = Parameters.Tenant("The tenant whose wave it is.");

    public WaveOpenCommand()
        : base("open", StorageUse.Change,
            "Opens a wave that was loaded with 'seed --no-open': pins its survey and schools, and accepts answers from then on.",
            "surveyctl wave open southeast-fall-2026-families --tenant southeast-seattle") =>
        Takes(_wave, _tenant);

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var name = parsed.GetRequiredValue(_wave);
        if (!WaveId.TryParse(name, out var wave) || !TenantId.TryParse(parsed.GetRequiredValue(_tenant), out var tenant))
            throw new CommandFailedException($"An id is 1 to {Slug.MaxLength} characters of a-z, 0-9 and -.");
        var outcome = await engine.Open.OpenAsync(tenant, wave, cancellationToken);
        if (outcome.Problem is { } problem)
            throw new CommandFailedException(problem);
        report.Line(outcome.WasOpen ? $"Wave {wave} had been opened before; nothing was changed." : $"Wave {wave} is open.");
        report.Json(new WaveOpenedDocument(wave.Value, outcome.WasOpen));
        return ExitCode.Ok;
    }
}
