using System.Globalization;
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
        var (found, text) = (new List<string>(), new CellText(xml));
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" })
                found.Add(Decode(text.Read()));
        }
        return found;
    }

    /// <summary>The rows in which anything is.</summary>
    /// <exception cref="UnreadableWorkbookException">A row or a cell has no place in a sheet, or no value that can be shown.</exception>
    public List<SpreadsheetRow> ReadRows(XmlReader xml)
    {
        var (rows, text) = (new List<SpreadsheetRow>(), new CellText(xml));
        var (number, cells) = (0, 0);
        while (xml.Read())
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "row" })
                continue;
            var place = xml.GetAttribute("r") ?? $"{number + 1}";
            if (!int.TryParse(place, CultureInfo.InvariantCulture, out number) || number is < 1 or > MostRows)
                throw new UnreadableWorkbookException($"It has a row {place}.");
            var row = SpreadsheetRow.OfSheet(number, ReadCells(xml, text));
            if (row.IsEmpty)
                continue;
            rows.Add(row);
            cells += row.Cells.Count;
            if (cells > MostCells)
                throw new UnreadableWorkbookException($"It has more than {MostCells} cells up to row {number}: remove what is far to the right of the table.");
        }
        return rows;
    }

    private List<string> ReadCells(XmlReader xml, CellText text)
    {
        var cells = new List<string>();
        if (xml.IsEmptyElement)
            return cells;
        var column = -1;
        while (xml.Read() && xml is not { NodeType: XmlNodeType.EndElement, LocalName: "row" })
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "c" })
                continue;
            var place = xml.GetAttribute("r") ?? SheetColumn.Letters(column + 1);
            column = SheetColumn.Of(place) ?? MostColumns;
            if (column >= MostColumns)
                throw new UnreadableWorkbookException($"It has a cell {place}.");
            if (ReadCell(xml, text) is not { Length: > 0 } shown)
                continue;
            while (cells.Count <= column)
                cells.Add("");
            cells[column] = shown;
        }
        return cells;
    }

    private string ReadCell(XmlReader xml, CellText text)
    {
        if (xml.IsEmptyElement)
            return "";
        var (type, style) = (xml.GetAttribute("t"), xml.GetAttribute("s") ?? "0");
        var (formula, value, inline) = ("", "", "");
        while (xml.Read() && xml is not { NodeType: XmlNodeType.EndElement, LocalName: "c" })
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "f" })
                formula = text.Read();
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "v" })
                value = text.Read();
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "is" })
                inline = text.Read();
        }
        return type switch
        {
            "inlineStr" => Decode(inline),
            // What nobody has calculated yet.
            _ when value.Length == 0 => formula.Length > 0 ? $"={formula}" : "",
            "s" => int.TryParse(value, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < texts.Count
                ? texts[index] : throw new UnreadableWorkbookException($"It has no text {value}."),
            "b" => value == "1" ? "TRUE" : "FALSE",
            null or "n" => ShowNumber(value, style),
            "d" => value,
            _ => Decode(value),
        };
    }

    private string ShowNumber(string value, string style)
    {
        if (!double.TryParse(value, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            throw new UnreadableWorkbookException($"It has a number '{value}'.");
        return int.TryParse(style, CultureInfo.InvariantCulture, out var format) && format >= 0
            ? formats.Show(number, format) : throw new UnreadableWorkbookException($"It has a style '{style}' of cells.");
    }

    /// <summary>A character that XML cannot hold is written by its number.</summary>
    private static string Decode(string text) => XmlConvert.DecodeName(text);
}
