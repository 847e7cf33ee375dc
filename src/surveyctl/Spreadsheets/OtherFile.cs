using System.Text;

namespace Surveyctl.Spreadsheets;

/// <summary>Names a file that has no table to read by how it begins: its name may say anything.</summary>
internal static class OtherFile
{
    private const string SaveAs = "save the sheet as XLSX or as 'CSV UTF-8'";

    private static ReadOnlySpan<byte> CompoundFile => [0xD0, 0xCF, 0x11, 0xE0];

    /// <summary>What it is and what to do; null: it may be a table.</summary>
    public static string? Explain(ReadOnlySpan<byte> file)
    {
        if (WorkbookParts.MayBe(file))
            return ExplainArchive(file.ToArray());
        // What Microsoft Office wrote before 2007, and what it still puts around a workbook with a password.
        if (file.StartsWith(CompoundFile))
            return file.IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage")) >= 0
                ? "This workbook has a password: save it without."
                : $"This is a workbook of Excel before 2007 (.xls): {SaveAs}.";
        if (file.StartsWith("%PDF"u8))
            return $"This is a PDF, whose tables cannot be read: open what it was made of and {SaveAs}.";
        if (file.StartsWith(Encoding.Unicode.Preamble) || file.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return null;
        return ExplainText(file.StartsWith(Encoding.UTF8.Preamble) ? file[Encoding.UTF8.Preamble.Length..] : file);
    }

    private static string? ExplainText(ReadOnlySpan<byte> text)
    {
        if (text.Contains((byte)0))
            return $"This is neither text nor an XLSX workbook: {SaveAs}.";
        return text.TrimStart(" \t\r\n"u8) switch
        {
            [(byte)'<', ..] => $"This is HTML or XML, whatever its name: open it in a spreadsheet program and {SaveAs}.",
            [(byte)'{' or (byte)'[', ..] => "This is JSON: name a table, XLSX or CSV.",
            _ => null,
        };
    }

    private static string? ExplainArchive(byte[] file)
    {
        try
        {
            using var parts = new WorkbookParts(file);
            if (parts.Workbook is { } workbook)
                return workbook.EndsWith(".bin", StringComparison.Ordinal) ? $"This is a binary workbook (.xlsb): {SaveAs}." : null;
            var names = parts.Names.ToList();
            if (names.Contains("content.xml"))
                return $"This is an OpenDocument file (.ods): {SaveAs}.";
            if (names.Any(name => name.EndsWith(".iwa", StringComparison.Ordinal)))
                return "This is a Numbers file: export it to Excel or CSV.";
            return names.Contains("word/document.xml")
                ? $"This is a Word text: put its table into a sheet and {SaveAs}."
                : "This is a ZIP archive: unpack it and name the file in it.";
        }
        catch (Exception damaged) when (WorkbookParts.IsDamage(damaged))
        {
            return $"This file is damaged or incomplete: fetch it again, or open it and {SaveAs}.";
        }
    }
}
