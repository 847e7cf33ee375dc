using Surveyctl.Tests.Spreadsheets;

using TestSupport;

namespace Surveyctl.Tests.Commands;

/// <summary>The files and folders that command lines read.</summary>
/// <param name="folder">Where they are written.</param>
internal sealed class DocumentedFiles(string folder)
{
    public const string Tenant = "southeast-seattle";
    public const string Wave = "southeast-2026-families";
    public const string School = "alder-bridge-high";
    private static readonly string[] FurtherWaves = ["fall-2026", "fall-2026-families", "spring-2027-families"];

    public static IReadOnlyList<string> Waves { get; } = [Wave, "southeast-2026-staff", .. FurtherWaves];

    /// <summary>The path of one, whether it is there or not.</summary>
    public string PathOf(params string[] parts) => Path.Combine([folder, .. parts]);

    /// <summary>Those of the demo that are of one tenant and of this year, with few answers, and waves that only the documents speak of. None has begun.</summary>
    public void WriteSeeds()
    {
        Copy("surveys", text => text);
        Copy(Tenant, text => text);
        Copy(Path.Combine(Tenant, "waves"), text =>
            text.Replace("\"format\": 1,", "\"format\": 1, \"pace\": 10, \"opensAt\": \"2099-01-01 08:00\",", StringComparison.Ordinal), "*-2026-*");
        Copy(Path.Combine(Tenant, "demo"), _ => """{"format": 1, "seed": 4, "turnout": {"countBetween": [3, 3]}}""", "*-2026-*");
        var waves = PathOf("my-seeds", Tenant, "waves");
        var families = File.ReadAllText(Path.Combine(waves, $"{Wave}.json"));
        foreach (var wave in FurtherWaves)
        {
            File.WriteAllText(Path.Combine(waves, $"{wave}.json"), families
                .Replace(Wave, wave, StringComparison.Ordinal).Replace("\"demo\": true", "\"demo\": false", StringComparison.Ordinal));
        }
    }

    public void WriteSchools()
    {
        Write("schools", "cedar-hill-school");
        Write("closed", "closed-school", "closed-elementary");
        foreach (var name in new[] { "collections.csv", "groups.csv" })
            File.Copy(Repository.Path("seeds", Tenant, "collections.csv"), PathOf(name));

        void Write(string name, params string[] ids) => WriteTable(name,
        [
            ["path", "name", "kind"], ["seattle", "Seattle school network", "network"], ["seattle/southeast", "Southeast Seattle", "region"],
            .. ids.Select(id => new[] { $"seattle/southeast/{id}", id, "school" }),
        ]);
    }

    /// <summary>One sheet, of either wave of families.</summary>
    /// <param name="export">Its first line names the columns.</param>
    public void WritePaper(string export)
    {
        var columns = export.TrimStart('\uFEFF').Split("\r\n")[0].Split(',');
        WriteTable("paper", [["sheet", .. columns], ["A-7", .. columns.Select(Cell)]]);

        static string Cell(string column) => column switch { "school_id" => School, "overall" => "favorable", _ => "" };
    }

    private void Copy(string from, Func<string, string> change, string names = "*")
    {
        Directory.CreateDirectory(PathOf("my-seeds", from));
        foreach (var file in Directory.GetFiles(Repository.Path("seeds", from), names))
            File.WriteAllText(PathOf("my-seeds", from, Path.GetFileName(file)), change(File.ReadAllText(file)));
    }

    private void WriteTable(string name, string[][] rows)
    {
        File.WriteAllLines(PathOf($"{name}.csv"), rows.Select(row => string.Join(',', row)));
        File.WriteAllBytes(PathOf($"{name}.xlsx"), SmallWorkbook.Typed(rows));
    }
}
