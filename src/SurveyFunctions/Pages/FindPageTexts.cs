using System.Collections.Concurrent;
using System.Security.Cryptography;

using SurveyEngine.Waves;

using Surveys.Ids;

namespace SurveyFunctions.Pages;

/// <summary>
/// The languages of a wave's pages with the pages' words in each. Those that a tenant brought are no part of what a wave pins: they are read
/// again after as long as a wave's state, so that they can be mended while it is open.
/// </summary>
public sealed class FindPageTexts(DefinitionStore definitions, TimeProvider time)
{
    private readonly ConcurrentDictionary<(TenantId, string), (PageTexts Texts, long ReadAt)> _brought = new();
    private readonly SharedReads<(TenantId, string), PageTexts> _reads = new(time);

    /// <summary>In the order of its survey. For languages that the app has words in, the store is not asked.</summary>
    /// <exception cref="SurveyStorage.StoreUnavailableException">The store failed, or did not answer in a time that somebody waits for.</exception>
    public async Task<IReadOnlyList<PageTexts>> OfAsync(Wave wave, CancellationToken cancellationToken) =>
        await Task.WhenAll(wave.Survey.Languages.Select(language => FindAsync(wave.Tenant, language, cancellationToken)));

    private Task<PageTexts> FindAsync(TenantId tenant, string language, CancellationToken cancellationToken)
    {
        if (PageTexts.Languages.Contains(language))
            return Task.FromResult(PageTexts.In(language));
        return _brought.TryGetValue((tenant, language), out var known) && time.GetElapsedTime(known.ReadAt) < WaveCache.StateLifetime
            ? Task.FromResult(known.Texts)
            : _reads.ReadAsync((tenant, language), () => ReadAsync(tenant, language), cancellationToken);
    }

    private async Task<PageTexts> ReadAsync(TenantId tenant, string language)
    {
        var readAt = time.GetTimestamp();
        var texts = await definitions.FindLanguageAsync(tenant, language, CancellationToken.None) is { } brought
            ? PageTexts.Of(brought.Value, Convert.ToHexStringLower(SHA256.HashData(brought.Json.Span))[..12])
            : PageTexts.In(language);
        _brought[(tenant, language)] = (texts, readAt);
        return texts;
    }
}
