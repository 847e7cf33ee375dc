namespace Surveys.Answers;

/// <summary>
/// A comment as a JSON string with nothing escaped but quotes, backslashes and control characters (RFC 8259, section 7):
/// readable in any script, at most twice its length, and the same text under every version of .NET, since its hash tells
/// a replay. It goes into a table, never into a page as it is.
/// </summary>
internal static class CommentQuote
{
    /// <summary>Characters that <see cref="Write"/> writes, the quotes among them.</summary>
    public static int LengthOf(string comment)
    {
        var length = 2;
        foreach (var c in comment)
            length += c is '"' or '\\' or '\n' or '\t' ? 2 : c < ' ' ? 6 : 1;
        return length;
    }

    /// <returns>How many characters were written.</returns>
    public static int Write(string comment, Span<char> json)
    {
        var length = 0;
        json[length++] = '"';
        foreach (var c in comment)
        {
            switch (c)
            {
                case '"' or '\\':
                    json[length++] = '\\';
                    json[length++] = c;
                    break;
                case '\n':
                    json[length++] = '\\';
                    json[length++] = 'n';
                    break;
                case '\t':
                    json[length++] = '\\';
                    json[length++] = 't';
                    break;
                case < ' ':
                    json[length..].TryWrite($"\\u{(int)c:x4}", out var written);
                    length += written;
                    break;
                default:
                    json[length++] = c;
                    break;
            }
        }
        json[length++] = '"';
        return length;
    }
}
