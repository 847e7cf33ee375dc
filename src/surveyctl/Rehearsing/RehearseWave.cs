using System.Text;
using System.Text.Json.Nodes;

using Surveys.DefinitionFiles;

namespace Surveyctl.Rehearsing;

/// <summary>
/// Makes and opens the twin of a wave: the same survey, title and schools under an id of its own, marked on every page. It takes answers at
/// once, whatever times the wave has.
/// </summary>
internal sealed class RehearseWave(Engine engine)
{
    private const string Suffix = "-rehearsal";

    /// <summary>As short as it must be to be an id.</summary>
    public static WaveId UsualIdOf(WaveId wave) =>
        new(wave.Value[..Math.Min(wave.Value.Length, Slug.MaxLength - Suffix.Length)].TrimEnd('-') + Suffix);

    /// <returns>False: it was open already.</returns>
    /// <exception cref="CommandFailedException">There can be no such twin; the message says why.</exception>
    public async Task<bool> RunAsync(Wave wave, WaveId twin, CancellationToken cancellationToken)
    {
        if (wave.Definition.IsRehearsal)
            throw new CommandFailedException($"Wave {wave.Id} is a rehearsal itself.");
        // Its definition may be there without it: of a load that was killed.
        if ((await engine.Waves.FindAsync(twin, cancellationToken) is { } there && (there.Tenant != wave.Tenant || !there.Definition.IsRehearsal))
            || await engine.Definitions.FindWaveAsync(wave.Tenant, twin, cancellationToken) is { Value.IsRehearsal: false })
        {
            throw new CommandFailedException($"There is a wave '{twin}' already, which is no rehearsal of this tenant: give another id with --as.");
        }
        if (await engine.Definitions.FindWaveAsync(wave.Tenant, wave.Id, cancellationToken) is not { } definition)
            throw new CommandFailedException($"The definition of wave {wave.Id} is not loaded.");

        var json = TwinOf(definition.Json, twin);
        var reading = WaveReader.Read(json);
        var stored = new Stored<WaveDefinition>(reading.Require(""), json);
        if (!await engine.Index.ClaimAsync(twin, wave.Tenant, cancellationToken))
            throw new CommandFailedException($"Another tenant has a wave '{twin}': give another id with --as.");
        // Of an earlier try that did not open; one that has opened stays as it is.
        if (await engine.Pinned.ReplaceAsync(wave.Tenant, [], [stored], cancellationToken) is { Count: > 0 })
        {
            throw new CommandFailedException($"The rehearsal {twin} was made of a wave that asks something else: 'surveyctl wave clear-rehearsal {twin}' "
                + "deletes it, or give another id with --as.");
        }
        return (await engine.Open.OpenAsync(wave.Tenant, twin, cancellationToken)).Require() switch
        {
            WaveOpening.Opened => true,
            WaveOpening.WasOpen => false,
            _ => throw new CommandFailedException($"The rehearsal {twin} is closed: 'surveyctl wave clear-rehearsal {twin}' deletes it, then there can be a new one."),
        };
    }

    private static byte[] TwinOf(ReadOnlyMemory<byte> json, WaveId twin)
    {
        var definition = JsonNode.Parse(json.Span)!.AsObject();
        definition["id"] = twin.Value;
        definition["rehearsal"] = true;
        foreach (var name in new[] { "demo", "opensAt", "closesAt" })
            definition.Remove(name);
        return Encoding.UTF8.GetBytes(definition.ToJsonString());
    }
}
