using System.Text;

namespace Surveyctl.Spreadsheets;

/// <summary>Reads the XML of a part, in UTF-8 or with a byte order mark, as far as it is what a program may have written.</summary>
internal sealed class PartReader(Stream part) : StreamReader(part, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true))
{
    /// <summary>Of one tag or text: who reads XML has it whole in memory, and a small archive may unpack to one of any length.</summary>
    private const int MostCharacters = 1 << 20;

    private int _sinceTag;

    /// <exception cref="UnreadableWorkbookException">A tag or a text is too long.</exception>
    public override int Read(char[] buffer, int index, int count)
    {
        var read = base.Read(buffer, index, count);
        var end = buffer.AsSpan(index, read).LastIndexOf('>');
        _sinceTag = end < 0 ? _sinceTag + read : read - end - 1;
        return _sinceTag <= MostCharacters ? read : throw new UnreadableWorkbookException($"It has a text of more than {MostCharacters} characters.");
    }
}
