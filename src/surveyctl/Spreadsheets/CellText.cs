using System.Text;
using System.Xml;

namespace Surveyctl.Spreadsheets;

/// <summary>Reads the texts of elements with their parts, of which some may be bold; not how they are pronounced.</summary>
internal sealed class CellText(XmlReader xml)
{
    // Excel has at most 32,767 in a cell, LibreOffice 65,535.
    private const int MostCharacters = 65_535;

    private readonly StringBuilder _text = new();

    /// <summary>That of the element where the reader is, which is at its end then.</summary>
    /// <exception cref="UnreadableWorkbookException">No cell of any program holds it.</exception>
    public string Read()
    {
        if (xml.IsEmptyElement)
            return "";
        _text.Clear();
        var (depth, isPronunciation) = (xml.Depth, false);
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.LocalName == "rPh")
                isPronunciation = xml is { NodeType: XmlNodeType.Element, IsEmptyElement: false };
            else if (!isPronunciation && xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
                _text.Append(xml.Value);
            if (_text.Length > MostCharacters)
                throw new UnreadableWorkbookException($"It has a text of more than {MostCharacters} characters in a cell.");
        }
        return _text.ToString();
    }
}
