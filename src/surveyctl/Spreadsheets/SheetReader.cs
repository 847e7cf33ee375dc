using System.Globalization;
using System.Text;
using System.Xml;

namespace Surveyctl.Spreadsheets;

/// <summary>Reads the cells of a sheet as people see them.</summary>
/// <param name="texts">Those that cells have by number.</param>
/// <param name="formats">Those of numbers.</param>
internal sealed class SheetReader(IReadOnlyList<string> texts, CellFormats formats)
{
    // Of every spreadsheet program.
    private const int MostRows = 1 << 20;
    private const int MostColumns = 1 << 14;

    // Up to the last of each row: three times what 100,000 schools have.
    private const int MostCells = 4_000_000;

    /// <summary>The shared texts of a workbook.</summary>
    public static IReadOnlyList<string> ReadTexts(XmlReader xml)
    {
        var found = new List<string>();
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" })
                found.Add(ReadText(xml));
        }
        return found;
    }

    /// <summary>The rows in which anything is.</summary>
    /// <exception cref="InvalidDataException">A row or a cell has no place in a sheet, or a text is not there.</exception>
    public List<SpreadsheetRow> ReadRows(XmlReader xml)
    {
        var rows = new List<SpreadsheetRow>();
        var (number, cells) = (0, 0);
        while (xml.Read())
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "row" })
                continue;
            number = xml.GetAttribute("r") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : number + 1;
            if (number is < 1 or > MostRows)
                throw new InvalidDataException($"It has a row {number}.");
            var row = SpreadsheetRow.OfSheet(number, ReadCells(xml));
            if (row.IsEmpty)
                continue;
            rows.Add(row);
            cells += row.Cells.Count;
            if (cells > MostCells)
                throw new InvalidDataException($"It has more than {MostCells} cells up to row {number}: remove what is far to the right of the table.");
        }
        return rows;
    }

    private List<string> ReadCells(XmlReader xml)
    {
        var cells = new List<string>();
        if (xml.IsEmptyElement)
            return cells;
        var column = -1;
        while (xml.Read() && xml is not { NodeType: XmlNodeType.EndElement, LocalName: "row" })
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "c" })
                continue;
            column = xml.GetAttribute("r") is { } place ? SheetColumn.Of(place) ?? MostColumns : column + 1;
            if (column >= MostColumns)
                throw new InvalidDataException($"It has a cell {xml.GetAttribute("r")}.");
            if (ReadCell(xml) is not { Length: > 0 } text)
                continue;
            while (cells.Count <= column)
                cells.Add("");
            cells[column] = text;
        }
        return cells;
    }

    private string ReadCell(XmlReader xml)
    {
        if (xml.IsEmptyElement)
            return "";
        var (type, format) = (xml.GetAttribute("t"), int.Parse(xml.GetAttribute("s") ?? "0", CultureInfo.InvariantCulture));
        var (formula, value, text) = ("", "", "");
        xml.Read();
        while (xml is not { NodeType: XmlNodeType.EndElement, LocalName: "c" } && !xml.EOF)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "f" })
                formula = xml.ReadElementContentAsString();
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "v" })
                value = xml.ReadElementContentAsString();
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "is" })
                text = ReadText(xml);
            else
                xml.Read();
        }
        return type switch
        {
            "inlineStr" => text,
            // What nobody has calculated yet.
            _ when value.Length == 0 => formula.Length > 0 ? $"={formula}" : "",
            "s" => int.TryParse(value, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < texts.Count
                ? texts[index] : throw new InvalidDataException($"It has no text {value}."),
            "b" => value == "1" ? "TRUE" : "FALSE",
            null or "n" => formats.Show(double.Parse(value, CultureInfo.InvariantCulture), format),
            "d" => value,
            _ => XmlConvert.DecodeName(value),
        };
    }

    /// <summary>The text of this element and its parts, of which some may be bold; not how it is pronounced.</summary>
    private static string ReadText(XmlReader xml)
    {
        var text = new StringBuilder();
        if (xml.IsEmptyElement)
            return "";
        var (depth, isPronunciation) = (xml.Depth, false);
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.LocalName == "rPh")
                isPronunciation = xml is { NodeType: XmlNodeType.Element, IsEmptyElement: false };
            else if (!isPronunciation && xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
                text.Append(xml.Value);
        }
        // A character that XML cannot hold is written by its number.
        return XmlConvert.DecodeName(text.ToString());
    }
}
