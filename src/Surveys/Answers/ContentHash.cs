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
    /// <returns>32 lower-case hexadecimal digits of SHA-256 over the school and the canonical answers.</returns>
    public static string Of(SchoolId school, AnswerSheet sheet) => Of(school, AnswerJson.Write(sheet));

    /// <param name="answersJson">As <see cref="AnswerJson.Write"/> gave it.</param>
    /// <returns>The same as of the sheet, for who has written its answers already.</returns>
    public static string Of(SchoolId school, string answersJson) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{school}\n{answersJson}")))[..32];
}
