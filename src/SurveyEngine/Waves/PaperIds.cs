using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>
/// The ids of a wave's responses that came in on paper, made of what is written on a sheet: typed in again, it is the same response. A
/// secret of the wave is in them, since whoever knows the id of a response can withdraw it, and the numbers of sheets are no secret.
/// </summary>
public sealed class PaperIds
{
    private const int SecretBytes = 32;

    private readonly byte[] _secret;

    private PaperIds(byte[] secret) => _secret = secret;

    /// <summary>Null: nothing was imported from paper yet.</summary>
    /// <exception cref="UnknownWaveException">The wave is not there any more.</exception>
    public static async Task<PaperIds?> FindAsync(ITableStore tables, Wave wave, CancellationToken cancellationToken) =>
        Of(await ReadAsync(tables, wave, cancellationToken));

    /// <summary>With a new secret if the wave has none; of several at once one counts.</summary>
    /// <exception cref="UnknownWaveException">The wave is not there any more.</exception>
    public static async Task<PaperIds> FindOrMakeAsync(ITableStore tables, Wave wave, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await ReadAsync(tables, wave, cancellationToken);
            if (Of(row) is { } ids)
                return ids;
            var changed = WaveRow.With(row, WaveRow.PaperSecret, RandomNumberGenerator.GetBytes(SecretBytes));
            var result = await tables.CommitAsync(
                StoreNames.Waves, [new RowChange(RowChangeType.UpdateReplace, changed, row.ETag)], cancellationToken);
            if (result is CommitResult.Refused { Refusal: CommitRefusal.Invalid })
                throw new InvalidDataException($"The store does not take the row of wave {wave.Id}: its survey is too large.");
            // Written by this, by another or, as the reply got lost, by nobody knows whom: what is stored counts.
        }
    }

    /// <summary>
    /// What tells two sheets apart. Neither the case of letters does nor what nobody sees, and of a number no zeros before it, which
    /// spreadsheet programs drop. It never changes: what is stored would be stored again.
    /// </summary>
    /// <returns>Empty: nothing is written there.</returns>
    public static string Normalize(string sheet)
    {
        var text = string.Concat(sheet.Where(c => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format)))
            .ToUpperInvariant();
        return text.Length > 0 && text.All(char.IsAsciiDigit) ? text.TrimStart('0').PadLeft(1, '0') : text;
    }

    public ResponseId Of(string sheet)
    {
        var bytes = HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(Normalize(sheet)))[..16];
        // As random as a UUID of version 4 to who does not have the secret (RFC 9562, section 5.4).
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new ResponseId(new Guid(bytes, bigEndian: true));
    }

    private static PaperIds? Of(TableRow row) => row.GetBinary(WaveRow.PaperSecret) is { } secret ? new PaperIds(secret) : null;

    private static async Task<TableRow> ReadAsync(ITableStore tables, Wave wave, CancellationToken cancellationToken) =>
        await tables.GetAsync(StoreNames.Waves, WavesKeys.Partition(wave.Tenant, wave.Id), WavesKeys.Wave, cancellationToken)
        ?? throw new UnknownWaveException(wave.Tenant, wave.Id);
}
