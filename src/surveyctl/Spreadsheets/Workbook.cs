using System.Xml;

using Surveys.Readings;

namespace Surveyctl.Spreadsheets;

/// <summary>
/// Reads the first sheet of a workbook that can be seen. Hidden rows and columns are read too, as they are saved in a CSV file; formulas
/// have the value they had when the workbook was saved.
/// </summary>
internal static class Workbook
{
    /// <summary>Null: nothing is in the sheet, or it cannot be read.</summary>
    public static Spreadsheet? Read(byte[] file, ICollection<DefinitionProblem> problems)
    {
        try
        {
            using var parts = new WorkbookParts(file);
            return Read(parts, parts.Workbook!, problems);
        }
        catch (Exception damaged) when (WorkbookParts.IsDamage(damaged))
        {
            var why = damaged is UnreadableWorkbookException ? damaged.Message : "It is damaged.";
            problems.Add(new DefinitionProblem(
                "", $"This workbook cannot be read: {why} Open it in a spreadsheet program and save it again, or as 'CSV UTF-8'."));
            return null;
        }
    }

    private static Spreadsheet? Read(WorkbookParts parts, string workbook, ICollection<DefinitionProblem> problems)
    {
        var related = parts.Relations(workbook).ToLookup(part => part.Kind);
        var worksheets = related["worksheet"].ToDictionary(part => part.Id, part => part.Name, StringComparer.Ordinal);
        var sheets = new List<(string Name, string Part)>();
        var areFrom1904 = false;
        using (var xml = parts.Open(workbook))
        {
            while (xml.Read())
            {
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" })
                    areFrom1904 = xml.GetAttribute("date1904") is "1" or "true";
                else if (xml is { NodeType: XmlNodeType.Element, LocalName: "sheet" } && xml.GetAttribute("state") is null or "visible"
                    && worksheets.TryGetValue(RelationOf(xml), out var part))
                    sheets.Add((xml.GetAttribute("name") ?? "", part));
            }
        }
        if (sheets is [])
            throw new UnreadableWorkbookException("It has no sheet.");

        IReadOnlyList<string> texts = [];
        if (related["sharedStrings"].FirstOrDefault() is { } strings)
        {
            using var xml = parts.Open(strings.Name);
            texts = SheetReader.ReadTexts(xml);
        }
        var formats = CellFormats.None;
        if (related["styles"].FirstOrDefault() is { } styles)
        {
            using var xml = parts.Open(styles.Name);
            formats = CellFormats.Read(xml, areFrom1904);
        }
        using var sheet = parts.Open(sheets[0].Part);
        var rows = new SheetReader(texts, formats).ReadRows(sheet);
        var others = sheets.Skip(1).Select(other => other.Name).ToList();
        if (rows is [var header, ..])
            return new Spreadsheet(header, rows[1..], sheets[0].Name, others);
        problems.Add(new DefinitionProblem(
            "", $"The first sheet, '{sheets[0].Name}', is empty{(others is [] ? "" : ": move the one with the table to the front")}."));
        return null;
    }

    private static string RelationOf(XmlReader sheet)
    {
        // Its namespace is not the same in the two forms of the format.
        for (var more = sheet.MoveToFirstAttribute(); more; more = sheet.MoveToNextAttribute())
        {
            if (sheet.LocalName == "id" && sheet.Prefix.Length > 0)
                return sheet.Value;
        }
        return "";
    }
}
