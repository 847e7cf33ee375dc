using System.Text;


using Surveys.DefinitionFiles;
using Surveys.Ids;

using TestSupport;

namespace Journeys.App;

/// <summary>The waves under <c>seeds/</c>, and others like them.</summary>
internal static class Seeds
{
    public const string FamilyDemo = "southeast-2026-families";
    public const string StaffDemo = "southeast-2026-staff";
    public const string MemberDemo = "minnesota-2026-members";

    /// <summary>Opens a wave with an id of its own, not a demo, that is else as a seeded one: its results are public.</summary>
    public static async Task<WaveId> OpenAnotherAsync(Engine engine, string seeded)
    {
        var file = Directory.GetFiles(Repository.Path("seeds"), $"{seeded}.json", SearchOption.AllDirectories)
            .Single(file => Path.GetFileName(Path.GetDirectoryName(file)) == "waves");
        var tenant = new TenantId(Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file)))!);
        var json = (await File.ReadAllTextAsync(file))
            .Replace($"\"{seeded}\"", $"\"journey-{Guid.NewGuid():n}\"", StringComparison.Ordinal)
            .Replace("\"demo\": true", "\"demo\": false, \"visibility\": \"public\"", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(json);
        var reading = WaveReader.Read(bytes);
        var wave = reading.Value ?? throw new InvalidOperationException(string.Join('\n', reading.Problems));
        Assert.True(await engine.Index.ClaimAsync(wave.Id, tenant, CancellationToken.None));
        await engine.Pinned.ReplaceAsync(tenant, [], [new(wave, bytes)], CancellationToken.None);
        Assert.Empty((await engine.Open.OpenAsync(tenant, wave.Id, CancellationToken.None)).Problems);
        return wave.Id;
    }
}
