using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using SurveyEngine.Keys;

using Surveys.Ids;
using Surveys.Readings;

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
    public static async Task<PaperIds?> FindAsync(ITableStore tables, Wave wave, CancellationToken cancellationToken) => Of(
        await tables.GetAsync(StoreNames.Waves, WavesKeys.Partition(wave.Tenant, wave.Id), WavesKeys.Wave, cancellationToken)
        ?? throw new UnknownWaveException(wave.Tenant, wave.Id));

    /// <summary>
    /// What tells two sheets apart. Neither the case and width of letters does, nor the script of digits, the kind of dash or what nobody
    /// sees, and of a number neither the zeros before it, which spreadsheet programs drop, nor those behind its point, which they add. It
    /// never changes: what is stored would be stored again.
    /// </summary>
    /// <returns>Empty: nothing is written there.</returns>
    public static string Normalize(string sheet)
    {
        var text = string.Concat(sheet.EnumerateRunes().Where(rune => !OddCharacters.IsInvisible(rune)).Select(Fold)).ToUpperInvariant();
        var number = text.TrimEnd('0').EndsWith('.') ? text[..text.LastIndexOf('.')] : text;
        return number.Length > 0 && number.All(char.IsAsciiDigit) ? number.TrimStart('0').PadLeft(1, '0') : text;
    }

    public ResponseId Of(string sheet)
    {
        var bytes = HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(Normalize(sheet)))[..16];
        // As random as a UUID of version 4 to anybody without the secret (RFC 9562, section 5.4).
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new ResponseId(new Guid(bytes, bigEndian: true));
    }

    internal static PaperIds? Of(TableRow wave) => wave.GetBinary(WaveRow.PaperSecret) is { } secret ? new PaperIds(secret) : null;

    /// <summary>The row of the wave with a secret; one that it has stays.</summary>
    internal static TableRow WithSecret(TableRow wave) =>
        WaveRow.With(wave, WaveRow.PaperSecret, wave.GetBinary(WaveRow.PaperSecret) ?? RandomNumberGenerator.GetBytes(SecretBytes));

    private static string Fold(Rune rune) => (Rune.GetUnicodeCategory(rune), rune.Value) switch
    {
        (UnicodeCategory.DecimalDigitNumber, _) => Rune.GetNumericValue(rune).ToString(CultureInfo.InvariantCulture),
        (UnicodeCategory.DashPunctuation, _) or (_, Minus) => "-",
        (_, >= WideBegin and <= WideEnd) => new Rune(rune.Value - WideBegin + '!').ToString(),
        _ => rune.ToString(),
    };

    private const int Minus = 0x2212;

    // The forms of ASCII as wide as Chinese characters.
    private const int WideBegin = 0xFF01;
    private const int WideEnd = 0xFF5E;
}
