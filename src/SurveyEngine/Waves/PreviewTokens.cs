using System.Security.Cryptography;
using System.Text;

using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>What stands in the link to the preview of a wave, so that nobody guesses it. It opens nothing else.</summary>
public sealed class PreviewTokens(ITableStore tables)
{
    private const string Token = "Token";

    /// <summary>Of an address, where only small letters and digits are sure to arrive as they were.</summary>
    private const int Length = 32;

    /// <summary>The token of the wave, opened or not: made once, and the same from then on.</summary>
    /// <exception cref="StoreUnavailableException">The store failed, or refused it.</exception>
    public async Task<string> FindOrMakeAsync(TenantId tenant, WaveId wave, CancellationToken cancellationToken)
    {
        if (await FindAsync(tenant, wave, cancellationToken) is { } known)
            return known;
        var row = new TableRow(tenant.Value, DefinitionsKeys.Preview(wave)) { [Token] = RandomNumberGenerator.GetHexString(Length, lowercase: true) };
        // Of two that make one at once the first counts.
        await tables.CommitAsync(StoreNames.Definitions, [new RowChange(RowChangeType.Add, row)], cancellationToken);
        return await FindAsync(tenant, wave, cancellationToken)
            ?? throw new StoreUnavailableException($"The storage did not keep the preview of wave {wave}.");
    }

    /// <summary>False: it is of another wave, or somebody made it up.</summary>
    public async Task<bool> IsRightAsync(TenantId tenant, WaveId wave, string token, CancellationToken cancellationToken) =>
        await FindAsync(tenant, wave, cancellationToken) is { } right
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(token));

    private async Task<string?> FindAsync(TenantId tenant, WaveId wave, CancellationToken cancellationToken) =>
        (await tables.GetAsync(StoreNames.Definitions, tenant.Value, DefinitionsKeys.Preview(wave), cancellationToken))?.GetString(Token);
}
