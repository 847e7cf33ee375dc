using System.Buffers;
using System.Security.Cryptography;
using System.Text;

using Surveys.Ids;

namespace Surveys.Answers;

/// <summary>
/// Tells a replay from another response under the same id. Language and channel are no part of it: a retry from the page in
/// another language is the same response.
/// </summary>
public static class ContentHash
{
    /// <param name="answersJson">As <see cref="AnswerJson.Write"/> gave it.</param>
    /// <returns>32 lower-case hexadecimal digits of SHA-256 over the school and the canonical answers.</returns>
    public static string Of(SchoolId school, string answersJson)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(school.Value.Length + 1 + Encoding.UTF8.GetMaxByteCount(answersJson.Length));
        var length = Encoding.UTF8.GetBytes(school.Value, bytes);
        bytes[length++] = (byte)'\n';
        length += Encoding.UTF8.GetBytes(answersJson, bytes.AsSpan(length));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(bytes);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
