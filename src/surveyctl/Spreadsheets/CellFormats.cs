using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Surveyctl.Spreadsheets;

/// <summary>How the numbers of a workbook are shown.</summary>
/// <param name="codes">By the number of a cell's style; null: as it is.</param>
/// <param name="areFrom1904">Days count from there, not from 1900.</param>
internal sealed partial class CellFormats(IReadOnlyList<string?> codes, bool areFrom1904)
{
    private const double DaysTo1904 = 1462;

    // Of every program; a longer one is as none.
    private const int MostCodeLength = 255;

    public static readonly CellFormats None = new([], areFrom1904: false);

    public static CellFormats Read(XmlReader styles, bool areFrom1904)
    {
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        var codes = new List<string?>();
        var areOfCells = false;
        while (styles.Read())
        {
            if (styles.LocalName == "cellXfs")
                areOfCells = styles.NodeType == XmlNodeType.Element && !styles.IsEmptyElement;
            else if (styles is { NodeType: XmlNodeType.Element, LocalName: "numFmt" }
                && styles.GetAttribute("formatCode") is { Length: <= MostCodeLength } code)
                own[styles.GetAttribute("numFmtId") ?? ""] = code;
            else if (areOfCells && styles is { NodeType: XmlNodeType.Element, LocalName: "xf" })
                codes.Add(CodeOf(styles.GetAttribute("numFmtId") ?? ""));
        }
        return new CellFormats(codes, areFrom1904);

        string? CodeOf(string id) =>
            own.GetValueOrDefault(id) ?? (int.TryParse(id, CultureInfo.InvariantCulture, out var number) ? Known(number) : null);
    }

    /// <summary>
    /// As it is where nothing says otherwise, or what does is a fraction or a power of ten. Dates are 2026-09-01, whatever their format: which
    /// of two numbers is the month would be anybody's guess.
    /// </summary>
    public string Show(double number, int style)
    {
        // More than a decimal number holds nobody writes.
        if (Math.Abs(number) >= 1e28)
            return number.ToString(CultureInfo.InvariantCulture);
        // The decimal one is what people see: 0.3, not 0.30000000000000004.
        var exact = (decimal)number;
        var plain = exact.ToString(CultureInfo.InvariantCulture);
        if ((style < codes.Count ? codes[style] : null) is not { } code)
            return plain;
        code = string.Join(';', NotShown().Replace(code, "").Replace('?', '#').Split(';').Take(3));
        var symbols = Literals().Replace(code, "");
        if (IsDate().IsMatch(symbols))
            return ShowDate(number) ?? plain;
        // A letter with a number is a format of .NET's own, such as one of a billion digits.
        if (symbols.AsSpan().ContainsAny('/', '@') || symbols.Any(char.IsAsciiLetter))
            return plain;
        // What is left of the format means the same here.
        var shown = exact.ToString(code, CultureInfo.InvariantCulture).Trim();
        return shown.Any(char.IsAsciiDigit) ? shown : plain;
    }

    /// <summary>Those that every program knows by number; null: no other than the plain number. Of dates any one, as all are shown alike.</summary>
    private static string? Known(int number) => number switch
    {
        1 => "0",
        2 => "0.00",
        3 or 37 or 38 => "#,##0",
        4 or 39 or 40 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58) => "d",
        _ => null,
    };

    private string? ShowDate(double number)
    {
        var days = areFrom1904 ? number + DaysTo1904 : number;
        // From 1900 to 9999.
        if (days is < 0 or >= 2958466)
            return null;
        var date = DateTime.FromOADate(days);
        return date.ToString(days < 1 ? "HH:mm:ss" : date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>Colours and conditions, the width of a character, one that is repeated.</summary>
    [GeneratedRegex(@"\[[^\]]*\]|[_*].", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotShown();

    [GeneratedRegex("\"[^\"]*\"|\\\\.", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Literals();

    [GeneratedRegex("[dhmsy]", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsDate();
}
