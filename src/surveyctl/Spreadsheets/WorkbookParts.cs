using System.IO.Compression;
using System.Xml;

namespace Surveyctl.Spreadsheets;

/// <summary>The parts of an XLSX workbook (ECMA-376, transitional and strict): XML in a ZIP archive, which name each other.</summary>
internal sealed class WorkbookParts : IDisposable
{
    /// <summary>Of one part unpacked, to which a small file may grow. The sheet of 100,000 schools has 60.</summary>
    private const int MostMebibytes = 256;

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, CloseInput = true };

    private readonly ZipArchive _zip;
    private readonly ILookup<string, ZipArchiveEntry> _parts;

    /// <exception cref="InvalidDataException">This is no whole archive.</exception>
    public WorkbookParts(byte[] file)
    {
        _zip = new ZipArchive(new MemoryStream(file));
        // To the format a name is the same in capitals.
        _parts = _zip.Entries.ToLookup(entry => entry.FullName, StringComparer.OrdinalIgnoreCase);
        Workbook = Relations("").FirstOrDefault(part => part.Kind == "officeDocument" && part.Name.StartsWith("xl/", StringComparison.Ordinal))?.Name;
    }

    /// <summary>The part that names the sheets, wherever a program put it; null: this archive is no workbook.</summary>
    public string? Workbook { get; }

    public IEnumerable<string> Names => _zip.Entries.Select(entry => entry.FullName);

    public static bool MayBe(ReadOnlySpan<byte> file) => file.StartsWith("PK\u0003\u0004"u8) || file.StartsWith("PK\u0005\u0006"u8);

    /// <summary>What reading a workbook may throw that no program wrote so.</summary>
    public static bool IsDamage(Exception thrown) => thrown is UnreadableWorkbookException or InvalidDataException or XmlException
        or FormatException or OverflowException or ArgumentException;

    /// <summary>What a part refers to; an empty name is the archive itself.</summary>
    public IReadOnlyList<Part> Relations(string of)
    {
        var folder = of[..(of.LastIndexOf('/') + 1)];
        var file = $"{folder}_rels/{of[folder.Length..]}.rels";
        if (!_parts.Contains(file))
            return [];
        using var xml = Open(file);
        var found = new List<Part>();
        while (xml.Read())
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "Relationship" } || xml.GetAttribute("TargetMode") == "External")
                continue;
            var kind = xml.GetAttribute("Type") ?? "";
            var name = new Uri(new Uri($"zip:///{folder}"), xml.GetAttribute("Target")).AbsolutePath;
            found.Add(new Part(xml.GetAttribute("Id") ?? "", kind[(kind.LastIndexOf('/') + 1)..], Uri.UnescapeDataString(name).TrimStart('/')));
        }
        return found;
    }

    /// <exception cref="UnreadableWorkbookException">It is not there, or too large.</exception>
    public XmlReader Open(string name)
    {
        // Reading an entry never gives more than its length.
        var entry = _parts[name].FirstOrDefault() ?? throw new UnreadableWorkbookException($"It has no part {name}.");
        if (entry.Length > MostMebibytes * 1024L * 1024)
            throw new UnreadableWorkbookException($"Its part {name} unpacks to {entry.Length / 1024 / 1024} MiB, and at most {MostMebibytes} are read.");
        return XmlReader.Create(new PartReader(entry.Open()), Settings);
    }

    public void Dispose() => _zip.Dispose();

    /// <param name="Id">By which the part that refers to it does.</param>
    /// <param name="Kind">The last word of its type, such as <c>worksheet</c>.</param>
    public sealed record Part(string Id, string Kind, string Name);
}

/// <summary>A workbook is as no program writes it.</summary>
/// <param name="message">What it has or lacks, for people.</param>
internal sealed class UnreadableWorkbookException(string message) : Exception(message);
