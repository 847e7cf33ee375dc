using System.Security.Cryptography;
using System.Text;

namespace SurveyStorage.Azure;

/// <summary>The name and one of the two keys of a storage account. The key never leaves this object, nor does it print.</summary>
public sealed class TableSharedKeyCredential
{
    private const int SignatureLength = HMACSHA256.HashSizeInBytes;

    private readonly byte[] _accountKey;

    /// <exception cref="FormatException">The key is not Base64.</exception>
    public TableSharedKeyCredential(string accountName, string accountKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountName);
        ArgumentException.ThrowIfNullOrEmpty(accountKey);
        AccountName = accountName;
        var key = new byte[accountKey.Length];
        if (!Convert.TryFromBase64String(accountKey, key, out var length))
            throw new FormatException($"The key of storage account '{accountName}' is not Base64. Copy it again from the portal.");
        _accountKey = key[..length];
    }

    public string AccountName { get; }

    /// <summary>HMAC-SHA256 of the UTF-8 text, in Base64.</summary>
    internal string Sign(string text)
    {
        Span<byte> signature = stackalloc byte[SignatureLength];
        HMACSHA256.HashData(_accountKey, Encoding.UTF8.GetBytes(text), signature);
        return Convert.ToBase64String(signature);
    }
}
