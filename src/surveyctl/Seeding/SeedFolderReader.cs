using Surveyctl.Demo;
using Surveyctl.Importing;
using Surveyctl.Input;

using SurveyFunctions.Pages;

using Surveys.DefinitionFiles;
using Surveys.Organisations;
using Surveys.Readings;

namespace Surveyctl.Seeding;

/// <summary>
/// Reads a seeds folder: <c>surveys/&lt;id&gt;.v&lt;version&gt;.json</c>, and per tenant a folder with <c>tenant.json</c>,
/// <c>organisations.csv</c>, <c>collections.csv</c>, of which either may be a workbook, <c>languages/&lt;tag&gt;.json</c>, <c>waves/&lt;id&gt;.json</c> and
/// <c>demo/&lt;wave&gt;.json</c>.
/// Every problem of every file is collected.
/// </summary>
internal sealed class SeedFolderReader
{
    private readonly List<DefinitionProblem> _problems = [];
    private readonly List<DefinitionProblem> _warnings = [];
    private readonly Dictionary<(SurveyId, int), Stored<SurveyVersion>> _surveys = [];
    private readonly Dictionary<WaveId, string> _waveFiles = [];
    private readonly Dictionary<string, byte[]> _json = [];
    private readonly bool _isNew;
    private readonly IReadOnlyDictionary<string, OrganisationTree> _stored;

    private SeedFolderReader(bool isNew, IReadOnlyDictionary<string, OrganisationTree> stored) => (_isNew, _stored) = (isNew, stored);

    /// <param name="folder">Its path.</param>
    /// <param name="isNew">Nothing of it is stored yet: see <see cref="SurveyReader.Read"/>.</param>
    /// <param name="stored">By id the organisations of tenants whose folders may lack them; null: of none.</param>
    public static Reading<SeedFolder, DefinitionProblem> Read(
        string folder, bool isNew = true, IReadOnlyDictionary<string, OrganisationTree>? stored = null)
    {
        var reader = new SeedFolderReader(isNew, stored ?? new Dictionary<string, OrganisationTree>());
        reader.ReadSurveys(Path.Combine(folder, "surveys"));
        var tenants = new List<SeedTenant>();
        foreach (var file in Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(tenant => Path.Combine(tenant, "tenant.json")))
        {
            if (File.Exists(file) && reader.ReadTenant(Path.GetDirectoryName(file)!, file) is { } tenant)
                tenants.Add(tenant);
        }
        if (reader._problems.Count > 0)
            return Reading<SeedFolder, DefinitionProblem>.Failed(reader.WithLines(reader._problems));
        return tenants.Count > 0
            ? new SeedFolder(tenants, reader.WithLines(reader._warnings))
            : new DefinitionProblem(folder, "", "No tenant is here: a seeds folder has a folder with a tenant.json for each.");
    }

    /// <summary>The problem of a file that is not named by what is in it.</summary>
    public static IReadOnlyList<DefinitionProblem> CheckName(string file, string name, string place = "/id") => Path.GetFileNameWithoutExtension(file) == name
        ? []
        : [new DefinitionProblem(place, $"By what is in it the file is named {name}.json: rename it, or correct this.")];

    private void ReadSurveys(string folder)
    {
        foreach (var file in JsonFiles(folder))
        {
            if (Read(file, json => SurveyReader.Read(json, _isNew)) is not { } survey)
                continue;
            RequireName(file, SeedTenant.NameOf(survey.Value));
            _surveys.TryAdd((survey.Value.Id, survey.Value.Version), survey);
        }
    }

    private SeedTenant? ReadTenant(string folder, string file)
    {
        var tenant = Read(file, static json => TenantReader.Read(json));
        if (tenant is not null && tenant.Value.Id.Value != Path.GetFileName(folder))
            _problems.Add(new DefinitionProblem(file, "/id", $"The id '{tenant.Value.Id}' is not the name of its folder: make them the same."));
        var organisations = _stored.TryGetValue(Path.GetFileName(folder), out var tree)
            ? new OrganisationFiles([], [], tree)
            : Take(OrganisationFiles.ReadFolder(tenant?.Value, folder));
        _warnings.AddRange(organisations?.Notices ?? []);

        var languages = JsonFiles(Path.Combine(folder, "languages")).Select(ReadLanguage).OfType<Stored<LanguageDefinition>>().ToList();
        var waves = new List<SeedWave>();
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var waveFile in JsonFiles(Path.Combine(folder, "waves")))
        {
            named.Add(Path.GetFileName(waveFile));
            if (ReadWave(waveFile, tenant?.Value, organisations) is { } wave)
                waves.Add(wave);
        }
        foreach (var stray in JsonFiles(Path.Combine(folder, "demo")).Where(demo => !named.Contains(Path.GetFileName(demo))))
            _problems.Add(new DefinitionProblem(stray, "", "There is no wave of this name: a demo community has the file name of its wave."));
        return tenant is null || organisations is null ? null : new SeedTenant(tenant.Value, organisations, languages, waves);
    }

    private Stored<LanguageDefinition>? ReadLanguage(string file)
    {
        if (Read(file, static json => LanguageReader.Read(json, isNew: true)) is not { } language)
            return null;
        RequireName(file, language.Value.Language, "/language");
        Add(file, LanguageRules.Check(language.Value));
        _warnings.AddRange(LanguageRules.WarningsOf(language.Value).Select(warning => warning with { File = file }));
        return language;
    }

    private SeedWave? ReadWave(string file, TenantDefinition? tenant, OrganisationFiles? organisations)
    {
        var communityFile = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(file))!, "demo", Path.GetFileName(file));
        var community = File.Exists(communityFile) ? Read(communityFile, static json => DemoModelReader.Read(json.Span)) : null;
        if (Read(file, static json => WaveReader.Read(json)) is not { } wave)
            return null;

        RequireName(file, wave.Value.Id.Value);
        if (!_waveFiles.TryAdd(wave.Value.Id, file))
            _problems.Add(new DefinitionProblem(file, "/id", $"{_waveFiles[wave.Value.Id]} has this id already: a wave's id stands alone in addresses, choose another."));
        if (!_surveys.TryGetValue((wave.Value.Survey, wave.Value.Version), out var survey))
        {
            _problems.Add(new DefinitionProblem(file, "/survey", $"There is no valid file for version {wave.Value.Version} of survey '{wave.Value.Survey}'."));
            return null;
        }
        if (tenant is null || organisations is null)
            return null;

        var misfits = WaveRules.Check(wave.Value, survey.Value, organisations.Tree);
        if (TimeZoneInfo.TryFindSystemTimeZoneById(tenant.TimeZone, out var zone))
            misfits = [.. misfits, .. WaveTimes.Read(wave.Value, zone).Problems];
        Add(file, misfits);
        if (misfits.Count > 0)
            return null;
        survey = survey with { Value = survey.Value.For(wave.Value.Audience) };
        var schools = organisations.Tree.RespondingNodes(survey.Value.Audience, wave.Value.Under)
            .Select(node => MadeUpSchool.Of(node, wave.Value.Population))
            .ToList();
        if (community is not null)
            Add(communityFile, DemoModelCheck.Problems(community.Value, survey.Value, schools));
        return new SeedWave(tenant, wave, survey, schools, community?.Value);
    }

    private Stored<T>? Read<T>(string file, Func<ReadOnlyMemory<byte>, Reading<T, DefinitionProblem>> read)
        where T : class
    {
        if (Take(NamedFile.Read(file, NamedFile.MostJsonBytes)) is not { } json)
            return null;
        _json[file] = json;
        var reading = read(json);
        Add(file, reading.Problems);
        return reading.Value is { } value ? new Stored<T>(value, json) : null;
    }

    /// <summary>In the order found, but that those of one file stand together.</summary>
    private List<DefinitionProblem> WithLines(IEnumerable<DefinitionProblem> problems) =>
        [.. problems.GroupBy(problem => problem.File).SelectMany(file =>
            _json.TryGetValue(file.Key, out var json) ? JsonLines.Find(json, [.. file]) : [.. file])];

    private T? Take<T>(Reading<T, DefinitionProblem> reading)
        where T : class
    {
        _problems.AddRange(reading.Problems);
        return reading.Value;
    }

    private void Add(string file, IEnumerable<DefinitionProblem> problems) => _problems.AddRange(problems.Select(problem => problem with { File = file }));

    private void RequireName(string file, string name, string place = "/id") => Add(file, CheckName(file, name, place));

    private static IEnumerable<string> JsonFiles(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal) : [];
}
