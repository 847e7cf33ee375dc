using System.IO.Compression;
using System.Text;

namespace Surveyctl.Tests.Spreadsheets;

/// <summary>An XLSX workbook with the few parts that every program writes.</summary>
internal static class SmallWorkbook
{
    private const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>Cell styles by number: 0 plain, then one for each format.</summary>
    private static readonly string[] Formats =
        ["0%", "0.0%", "0000", "#,##0", "_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)", "[$-409]d\\-mmm\\-yy;@", "0.00E+00", "F999999999", "\"SCH-\"00", "h:mm AM/PM", "# ?/?", "0.00"];

    /// <param name="rows">Of the one sheet: the XML within <c>sheetData</c>.</param>
    /// <param name="texts">The shared ones: the XML within <c>sst</c>.</param>
    /// <param name="encoding">Of all parts; null: UTF-8.</param>
    public static byte[] Of(string rows, string texts = "", Encoding? encoding = null) => Zip(PartsOf([("Schools", "visible", rows)], texts), encoding);

    public static byte[] Of(IReadOnlyList<(string Name, string State, string Rows)> sheets, string texts = "", bool areFrom1904 = false) =>
        Zip(PartsOf(sheets, texts, areFrom1904));

    public static Dictionary<string, string> PartsOf(IReadOnlyList<(string Name, string State, string Rows)> sheets, string texts = "", bool areFrom1904 = false)
    {
        var parts = new Dictionary<string, string>
        {
            ["_rels/.rels"] = Relations([("rId1", "officeDocument", "xl/workbook.xml")]),
            ["xl/workbook.xml"] = $"""
                <workbook {Main} xmlns:r="{Office}"><workbookPr date1904="{(areFrom1904 ? 1 : 0)}"/><sheets>{string.Concat(sheets.Select((sheet, i) =>
                    $"""<sheet name="{sheet.Name}" sheetId="{i + 1}" state="{sheet.State}" r:id="s{i}"/>"""))}</sheets></workbook>
                """,
            ["xl/_rels/workbook.xml.rels"] = Relations(
            [
                ("st", "styles", "styles.xml"), ("ss", "sharedStrings", "/xl/sharedStrings.xml"),
                .. sheets.Select((_, i) => ($"s{i}", "worksheet", $"worksheets/sheet{i}.xml")),
            ]),
            ["xl/styles.xml"] = $"""
                <styleSheet {Main}><numFmts>{string.Concat(Formats.Select((format, i) =>
                    $"""<numFmt numFmtId="{200 + i}" formatCode="{format.Replace("\"", "&quot;", StringComparison.Ordinal)}"/>"""))}</numFmts>
                <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
                <cellXfs><xf numFmtId="0"/>{string.Concat(Formats.Select((_, i) => $"""<xf numFmtId="{200 + i}"/>"""))}<xf numFmtId="14"/></cellXfs></styleSheet>
                """,
            ["xl/sharedStrings.xml"] = $"<sst {Main}>{texts}</sst>",
        };
        foreach (var (i, sheet) in sheets.Index())
            parts[$"xl/worksheets/sheet{i}.xml"] = $"<worksheet {Main}><sheetData>{sheet.Rows}</sheetData></worksheet>";
        return parts;
    }

    /// <summary>The style that shows a number by this format.</summary>
    public static int StyleOf(string format) => format == "m/d/yyyy" ? Formats.Length + 1 : Array.IndexOf(Formats, format) + 1;

    /// <summary>A sheet as people type it: every cell a text, or a number where it is one.</summary>
    public static byte[] Typed(params string[][] rows) => Of(string.Concat(rows.Select(row => $"<row>{string.Concat(row.Select(Cell))}</row>")));

    public static byte[] Zip(IReadOnlyDictionary<string, string> parts, Encoding? encoding = null)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                if (encoding is not null)
                    part.Write(encoding.Preamble);
                part.Write((encoding ?? Encoding.UTF8).GetBytes(text));
            }
        }
        return bytes.ToArray();
    }

    private static string Cell(string text) => double.TryParse(text, out _)
        ? $"<c><v>{text}</v></c>"
        : $"""<c t="inlineStr"><is><t xml:space="preserve">{text.Replace("&", "&amp;", StringComparison.Ordinal)}</t></is></c>""";

    private static string Relations(IEnumerable<(string Id, string Kind, string Target)> relations) =>
        $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(relations.Select(relation =>
            $"""<Relationship Id="{relation.Id}" Type="{Office}/{relation.Kind}" Target="{relation.Target}"/>"""))}</Relationships>";
}
