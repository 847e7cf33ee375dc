using TestSupport;

namespace Surveyctl.Tests;

/// <summary>A seeds folder with one tenant of a few schools, with ids that no other test has unless one is given.</summary>
internal sealed class SmallSeeds : IDisposable
{
    private const string Organisations = """
        path,name,kind,category,enrolment,households,staff,title1,reduced_lunch,english_learners,languages,collections
        valley,Valley network,network,,,,,,,,,
        valley/north,North district,district,education,600,400,60,,,,,
        valley/north/alder,Alder School,school,,200,150,20,yes,82,38,so;en,river
        valley/north/birch,Birch School,school,,200,150,20,no,,,en,river
        valley/north/cedar,"Cedar ""Old"" School, upper",school,,200,100,20,,,,,

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("surveyctl-seeds-");

    public SmallSeeds(string? tenant = null)
    {
        Tenant = tenant ?? AzuriteFixture.NewName("t");
        Directory.CreateDirectory(File("surveys"));
        foreach (var survey in Directory.GetFiles(Repository.Path("seeds", "surveys"), "*.json"))
            System.IO.File.Copy(survey, File("surveys", Path.GetFileName(survey)));
        Write(["tenant.json"], $$"""{"format": 1, "id": "{{Tenant}}", "name": "Valley", "timeZone": "America/Chicago"}""");
        Write(["organisations.csv"], Organisations);
        Write(["collections.csv"], "id,name,kind\nriver,Along the river,county\n");
        AddWave("families", "family-climate", "households", 12);
        AddWave("staff", "school-staff", "staff", 11);
        AddWave("members", "member-services", "none", 1);
    }

    public string Root => _folder.FullName;

    public string Tenant { get; }

    public string Families => WaveId("families");

    /// <summary>3 × 12 families, 3 × 11 of staff, 1 member.</summary>
    public static int Answers => 70;

    public string Past => WaveId("past");

    public string File(params string[] parts) => Path.Combine([Root, .. parts]);

    public string TenantFile(params string[] parts) => Path.Combine([Root, Tenant, .. parts]);

    public void Write(string[] parts, string text)
    {
        var file = TenantFile(parts);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllText(file, text);
    }

    /// <summary>One more demo wave of families, 3 × 12, whose times are over.</summary>
    public void AddPastWave() => AddWave(
        "past", "family-climate", "households", 12, """, "opensAt": "2025-10-06 08:00", "closesAt": "2025-10-31 20:00" """);

    public void Dispose() => _folder.Delete(recursive: true);

    private string WaveId(string name) => $"{name}-{Tenant}";

    private void AddWave(string name, string survey, string population, int answersPerSchool, string settings = "")
    {
        var id = WaveId(name);
        Write(["waves", $"{id}.json"], $$"""
            {"format": 1, "id": "{{id}}", "title": {"en": "Test"}, "survey": "{{survey}}", "version": 1, "population": "{{population}}", "demo": true{{settings}}}
            """);
        Write(["demo", $"{id}.json"], $$"""
            {"format": 1, "seed": 4, "turnout": {"countBetween": [{{answersPerSchool}}, {{answersPerSchool}}] } }
            """);
    }
}
