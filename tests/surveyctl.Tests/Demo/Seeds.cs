using System.Collections.Concurrent;

using Surveyctl.Demo;

using Surveys.DefinitionFiles;
using Surveys.Definitions;
using Surveys.Organisations;
using Surveys.Readings;

namespace Surveyctl.Tests.Demo;

/// <summary>The files under <c>seeds/</c>, read as the product reads them.</summary>
internal static class Seeds
{
    public static readonly string Folder = Path.Combine(RepositoryRoot(), "seeds");

    private static readonly Lazy<IReadOnlyList<SeededWave>> AllWaves = new(() => [.. Tenants.SelectMany(Waves)]);
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<MadeUpResponse>>> MadeUp = new(StringComparer.Ordinal);

    public static IEnumerable<string> WaveIds => AllWaves.Value.Select(wave => wave.Wave.Id.Value);

    public static IEnumerable<string> Tenants =>
        Directory.GetDirectories(Folder).Where(folder => File.Exists(Path.Combine(folder, "tenant.json"))).Select(folder => Path.GetFileName(folder)!);

    public static T Value<T>(Reading<T, DefinitionProblem> reading)
        where T : class
    {
        Assert.Empty(reading.Problems);
        return reading.Value!;
    }

    public static SurveyVersion Survey(string id, int version) =>
        Value(SurveyReader.Read(File.ReadAllBytes(Path.Combine(Folder, "surveys", $"{id}.v{version}.json"))));

    public static OrganisationTree Tree(string tenant) => Value(OrganisationTree.Build(
        [.. Lines(tenant, "organisations.csv", OrganisationRow.Columns).Select(line => new OrganisationRow
        {
            Line = line.Number,
            Path = line.Cells[0],
            Name = line.Cells[1],
            Kind = line.Cells[2],
            Category = line.Cells[3],
            Enrolment = line.Cells[4],
            Households = line.Cells[5],
            Staff = line.Cells[6],
            Title1 = line.Cells[7],
            ReducedLunch = line.Cells[8],
            EnglishLearners = line.Cells[9],
            Languages = line.Cells[10],
            Collections = line.Cells[11],
        })],
        [.. Lines(tenant, "collections.csv", CollectionRow.Columns).Select(line => new CollectionRow
        {
            Line = line.Number,
            Id = line.Cells[0],
            Name = line.Cells[1],
            Kind = line.Cells[2],
        })]));

    public static IEnumerable<SeededWave> Waves(string tenant)
    {
        var tree = Tree(tenant);
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, tenant, "waves"), "*.json").Order(StringComparer.Ordinal))
        {
            var wave = Value(WaveReader.Read(File.ReadAllBytes(file)));
            var survey = Survey(wave.Survey.Value, wave.Version);
            yield return new SeededWave
            {
                Wave = wave,
                Survey = survey,
                Model = Value(DemoModelReader.Read(File.ReadAllBytes(Path.Combine(Folder, tenant, "demo", $"{wave.Id}.json")))),
                Schools = [.. tree.RespondingNodes(survey.Audience, wave.Under).Select(node => MadeUpSchool.Of(node, wave.Population))],
            };
        }
    }

    public static SeededWave Wave(string id) => AllWaves.Value.Single(wave => wave.Wave.Id.Value == id);

    /// <summary>Those of a wave as the files say, made up once for all tests.</summary>
    public static IReadOnlyList<MadeUpResponse> AnswersOf(SeededWave wave) =>
        MadeUp.GetOrAdd(wave.Wave.Id.Value, _ => new Lazy<IReadOnlyList<MadeUpResponse>>(wave.MakeUpAnswers)).Value;

    // No seed file quotes a cell; the header check and the tree's own rules would fail if one did.
    private static IEnumerable<(int Number, string[] Cells)> Lines(string tenant, string file, IReadOnlyList<string> columns)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, tenant, file));
        Assert.Equal(columns, lines[0].Split(','));
        return lines.Index().Skip(1).Select(line => (line.Index + 1, line.Item.Split(',')));
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SurveyFunctions.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run below the repository.");
        return folder.FullName;
    }
}

/// <summary>A wave of the seeds with all that its made-up answers need.</summary>
internal sealed record SeededWave
{
    public required WaveDefinition Wave { get; init; }

    public required SurveyVersion Survey { get; init; }

    public required DemoModel Model { get; init; }

    public required IReadOnlyList<MadeUpSchool> Schools { get; init; }

    /// <summary>Made up anew.</summary>
    public IReadOnlyList<MadeUpResponse> MakeUpAnswers() => MadeUpAnswers.ForWave(Survey, Model, Schools);
}
