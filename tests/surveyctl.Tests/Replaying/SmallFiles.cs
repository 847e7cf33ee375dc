using TestSupport;

namespace Surveyctl.Tests.Replaying;

/// <summary>
/// A copy of the small publication, to be changed: four schools, one of them without answers; families 27, 40 and 8, staff 13, 40
/// and 5; reversed questions; questions with and without "don't know"; one that only part of the schools have; one nobody gave a
/// valid answer to; exact halves that it rounds up, and two that it rounds down: a percent and a score.
/// </summary>
internal sealed class SmallFiles : IDisposable
{
    public const int Families = 27 + 40 + 8;
    public const int Staff = 13 + 40 + 5;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("surveyctl-replay-");

    public SmallFiles()
    {
        // As it comes from a spreadsheet. The last line makes a publication, and so a tenant, that no other test has.
        var lines = File.ReadAllLines(Repository.Path("tests", "surveyctl.Tests", "Replaying", "small-answers.csv"));
        Lines = [.. lines, $"02b004,staff,{AzuriteFixture.NewName("t4-")},0,0,0,0,0,0,,,,,,,,,"];
        Save();
        File.Copy(Repository.Path("tests", "surveyctl.Tests", "Replaying", "small-schools.csv"), Schools);
    }

    /// <summary>The header first.</summary>
    public List<string> Lines { get; }

    public string Answers => Path.Combine(_folder.FullName, "small answers.csv");

    public string Schools => Path.Combine(_folder.FullName, "schools.csv");

    /// <summary>Changes the one line that begins like this.</summary>
    public void Change(string begins, string with)
    {
        var line = Lines.FindIndex(line => line.StartsWith(begins, StringComparison.Ordinal));
        Lines[line] = with + Lines[line][begins.Length..];
        Save();
    }

    public void Save() => File.WriteAllText(Answers, string.Join("\r\n", Lines) + "\r\n");

    public void Dispose() => _folder.Delete(recursive: true);
}
